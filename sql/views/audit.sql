-- The rows of both logs as the chain of hashes has them ("wuye-audit/1"). What stands here is what was hashed: this format is never changed, a new column of a log comes with a format of its own.
-- The text is row_to_json's, without a blank or a line break between members; times are in Shanghai's to the microsecond; `detail` is what jsonb prints.
set role wuye_owner;

create or replace function audit_time(at timestamptz) returns text language sql stable parallel safe as $$
    select to_char(at at time zone 'Asia/Shanghai', 'YYYY-MM-DD"T"HH24:MI:SS.US"+08:00"')
$$;
grant execute on function audit_time(timestamptz) to wuye_district;

-- One view for each log: of both together the planner would sort a whole month to have its first rows.
drop view if exists audit_log_lines;
create view audit_log_lines with (security_invoker = true) as
select a.district_code, a.at, a.id, 'audit'::text collate "C" as log, row_to_json(r)::text as line
from audit_log a
cross join lateral (select 'audit' as log, audit_time(a.at) as at, a.id, a.user_id, a.user_name, a.role, a.operation, a.target, a.reason, a.remote, a.request_id, a.detail) r;
grant select on audit_log_lines to wuye_district;

drop view if exists personal_access_log_lines;
create view personal_access_log_lines with (security_invoker = true) as
select p.district_code, p.at, p.id, 'personal_access'::text collate "C" as log, row_to_json(r)::text as line
from personal_access_log p
cross join lateral (select 'personal_access' as log, audit_time(p.at) as at, p.id, p.user_id, p.user_name, p.role, p.complaint_id, p.reason, p.remote, p.request_id) r;
grant select on personal_access_log_lines to wuye_district;

drop view if exists audit_seal_cards;
create view audit_seal_cards with (security_invoker = true) as
select s.district_code, s.month, s.format, s.chained as rows, s.link as head, s.previous_head, s.closed_at, s.sealed_at, s.detached_at
from audit_seals s
where s.district_code = (select current_district()) and s.sealed_at is not null;
grant select on audit_seal_cards to wuye_district;

reset role;
