-- What happens to a hotline's tickets is told to it: as a feed that it polls, and pushed to where it wishes (Standard Webhooks).
set local role wuye_owner;

-- Where an event stands in the log that readers follow. Rows become visible in the order of commits, not in that in which they were written, so a reader goes
-- no further than the oldest transaction that still runs (pg_snapshot_xmin): whatever is written below that is there already, and nothing is ever passed
-- over. A column beside the event costs a step eight bytes and an entry at the right end of one index; an outbox would cost a second row, its key and its
-- deletion. The position is no lower than any transaction that has ended when the event is written: who waited for the complaint's row under an older
-- id than the one he waited for still comes behind it. Only after a restore into another cluster (pg_dump), whose transaction ids are lower, do positions have to be
-- set to 0, and readers begin anew.
create function complaint_log_position() returns bigint language plpgsql volatile as $$
begin
    return greatest(pg_current_xact_id()::text::bigint, pg_snapshot_xmax(pg_current_snapshot())::text::bigint - 1);
end $$;
grant execute on function complaint_log_position() to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline;
alter table complaint_events add log_position bigint not null default 0;
alter table complaint_events alter log_position set default complaint_log_position();
create index complaint_events_told on complaint_events (district_code, log_position, at, id);

-- Where a client wants its updates pushed. Two live secrets, so that one is changed while the other serves. Whoever works for it holds its lease,
-- in no transaction: a worker that died is followed by another when it runs out.
create table webhook_endpoints (
    district_code text collate "C" not null,
    id uuid not null,
    client_id uuid not null,
    url text not null,
    state text collate "C" not null default 'active',
    disabled_reason text collate "C",
    secret_1 bytea,
    secret_1_key text,
    secret_2 bytea,
    secret_2_key text,
    secret_1_live boolean not null generated always as (secret_1 is not null) stored,
    secret_2_live boolean not null generated always as (secret_2 is not null) stored,
    lease uuid,
    leased_until timestamptz,
    version integer not null default 1,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint webhook_endpoints_key primary key (district_code, id),
    constraint webhook_endpoints_url_once unique (district_code, client_id, url),
    constraint webhook_endpoints_client foreign key (district_code, client_id) references clients,
    constraint webhook_endpoints_state_known check (state in ('active', 'disabled')),
    constraint webhook_endpoints_disabled_reason check (case state when 'disabled' then disabled_reason in ('asked', 'gone') else disabled_reason is null end),
    constraint webhook_endpoints_signs check (secret_1 is not null or secret_2 is not null)
);

-- What is sent to an endpoint in order: the log as it grows (live), a time of it once more (replay), one message to try it out (ping). The cursor is the last update
-- that is done with; the tries are those of the one after it.
create table webhook_streams (
    district_code text collate "C" not null,
    id uuid not null,
    endpoint_id uuid not null,
    kind text collate "C" not null,
    range_from timestamptz,
    range_before timestamptz,
    until_position bigint,
    log_position bigint not null default -1,
    at timestamptz not null default '-infinity',
    update_id uuid not null default '00000000-0000-0000-0000-000000000000',
    tries integer not null default 0,
    first_tried_at timestamptz,
    next_try_at timestamptz not null,
    tried_at timestamptz,
    outcome text collate "C",
    status integer,
    delivered bigint not null default 0,
    dead bigint not null default 0,
    delivered_at timestamptz,
    worked_at timestamptz,
    created_at timestamptz not null,
    finished_at timestamptz,
    constraint webhook_streams_key primary key (district_code, id),
    constraint webhook_streams_endpoint foreign key (district_code, endpoint_id) references webhook_endpoints,
    constraint webhook_streams_kind_known check (kind in ('live', 'replay', 'ping')),
    constraint webhook_streams_range check ((kind = 'replay') = (range_from is not null and range_before is not null and until_position is not null)),
    constraint webhook_streams_range_runs_forward check (range_from < range_before),
    constraint webhook_streams_live_never_ends check (kind <> 'live' or finished_at is null)
);
create unique index webhook_streams_one_live on webhook_streams (district_code, endpoint_id) where kind = 'live';
create index webhook_streams_open on webhook_streams (district_code, endpoint_id) where finished_at is null;
create index webhook_streams_newest on webhook_streams (district_code, endpoint_id, created_at desc, id desc);

-- Updates that were not to be delivered in all the time there is for it. A replay that gets one through says so here.
create table webhook_dead_letters (
    district_code text collate "C" not null,
    endpoint_id uuid not null,
    update_id uuid not null,
    type text collate "C" not null,
    at timestamptz not null,
    tries integer not null,
    first_tried_at timestamptz not null,
    given_up_at timestamptz not null,
    outcome text collate "C" not null,
    status integer,
    delivered_at timestamptz,
    constraint webhook_dead_letters_key primary key (district_code, endpoint_id, update_id),
    constraint webhook_dead_letters_endpoint foreign key (district_code, endpoint_id) references webhook_endpoints
);
create index webhook_dead_letters_newest on webhook_dead_letters (district_code, endpoint_id, given_up_at desc, update_id desc);

alter table webhook_endpoints enable row level security;
alter table webhook_streams enable row level security;
alter table webhook_dead_letters enable row level security;
