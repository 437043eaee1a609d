-- Disputes that were not settled in time (E20), with the tier that each is worked on (K12): rows are added, the last one stands.
set role wuye_owner;
drop view if exists overdue_disputes cascade;
create view overdue_disputes with (security_invoker = true) as
select c.id, c.category, c.state, c.received_at, due.at as overdue_since, c.closed_at, c.result, e.id as "estate.id", e.code as "estate.code", e.name as "estate.name",
    c.street_code, c.community_code,
    (select t.tier from dispute_tiers t where t.district_code = c.district_code and t.complaint_id = c.id order by t.set_at desc, t.id desc limit 1) as tier
from complaints c
cross join lateral (select duty_due('dispute', c.category, c.received_at) as at) due
left join estates e on e.district_code = c.district_code and e.id = c.estate_id
where c.category in (select l.subject from duty_limits l where l.name = 'dispute')
  and c.state not in ('rejected', 'merged') and not (c.state = 'closed' and coalesce(c.result = 'solved', false) and c.closed_at < due.at)
  and now() >= due.at;
grant select on overdue_disputes to wuye_district, wuye_street, wuye_community;

reset role;
