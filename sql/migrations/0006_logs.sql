-- What was done, and who looked at whom. Append-only, by month.
set local role wuye_owner;

create table audit_log (
    district_code text collate "C" not null,
    at timestamptz not null,
    id uuid not null default gen_random_uuid(),
    user_id uuid,
    user_name text,
    role text not null,
    operation text not null,
    target text,
    reason text,
    remote text,
    request_id text,
    constraint audit_log_key primary key (district_code, at, id)
) partition by range (at);
create table audit_log_default partition of audit_log default;
create index audit_log_of_user on audit_log (district_code, user_id, at desc, id desc);

create table personal_access_log (
    district_code text collate "C" not null,
    at timestamptz not null,
    id uuid not null default gen_random_uuid(),
    user_id uuid not null,
    user_name text,
    role text not null,
    complaint_id uuid not null,
    reason text not null,
    remote text,
    request_id text,
    constraint personal_access_log_key primary key (district_code, at, id),
    constraint personal_access_log_reason_given check (reason ~ '\S.*\S')
) partition by range (at);
create table personal_access_log_default partition of personal_access_log default;
create index personal_access_log_of_complaint on personal_access_log (district_code, complaint_id, at);
create index personal_access_log_of_user on personal_access_log (district_code, user_id, at);

alter table audit_log enable row level security;
alter table audit_log_default enable row level security;
alter table personal_access_log enable row level security;
alter table personal_access_log_default enable row level security;
