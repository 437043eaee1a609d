-- Disputes that were not settled in time (E20), with the tier that each is worked on (K12): rows are added, the last one stands. Beside complaints there are disputes that are mediated;
-- one of a complaint that is in the list is there once, as the complaint.
set role wuye_owner;

drop view if exists overdue_disputes cascade;
create view overdue_disputes with (security_invoker = true) as
with disputes as materialized (
    -- All states but rejected and merged, named so that the index of states and categories finds them.
    select c.district_code, c.id, c.category, c.state, c.received_at, c.closed_at, c.result, c.estate_id, c.street_code, c.community_code,
        (c.received_at at time zone 'Asia/Shanghai')::date as day
    from complaints c
    where c.category = any(array(select r.subject from district_rules r where r.name = 'dispute'))
      and c.state = any('{received,needs_info,dispatched,designated,signed,contacted,processing,extension_requested,suspended,resolved_reported,callback,rework,returned,reopened,closed}')
), terms as materialized (
    select b.category, b.day, t.takes, t.ends
    from (select distinct d.category, d.day from disputes d) b
    cross join lateral duty_term('dispute', b.category, b.day) t
), due as (
    select d.*, coalesce(d.received_at + t.takes, t.ends) as overdue_since
    from disputes d join terms t on t.category = d.category and t.day = d.day
)
, late as (
    select d.* from due d
    where now() >= d.overdue_since and not (d.state = 'closed' and coalesce(d.result = 'solved', false) and d.closed_at < d.overdue_since)
)
select d.id, 'complaint' as origin, d.category, d.state, d.received_at, d.overdue_since, d.closed_at, d.result, e.id as "estate.id", e.code as "estate.code", e.name as "estate.name",
    d.street_code, d.community_code,
    (select t.tier from dispute_tiers t where t.district_code = d.district_code and t.complaint_id = d.id order by t.set_at desc, t.id desc limit 1) as tier
from late d
left join estates e on e.district_code = d.district_code and e.id = d.estate_id
union all
select m.id, 'mediation', m.kind, m.state, m.arose_on::timestamp at time zone 'Asia/Shanghai', m.overdue_from, m.solved_at, m.outcome, e.id, e.code, e.name, m.street_code, m.community_code,
    case m.referred_to when 'circuit_court' then m.referred_to else m.tier end
from mediation_cases m
left join estates e on e.district_code = m.district_code and e.id = m.estate_id
where mediation_late(m.overdue_from, m.solved_at, m.state)
  -- Not as a join: a few cases that the planner takes for one would each walk all that is late.
  and coalesce(m.complaint_id not in (select l.id from late l), true);
grant select on overdue_disputes to wuye_district, wuye_street, wuye_community;

reset role;
