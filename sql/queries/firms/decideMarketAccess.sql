-- A decision holds from its first day; what was decided for that day and later ends there, in the order that the exclusion of overlaps needs. The firm's
-- row is locked first, so that two decisions at once follow each other.
with before as (
    select f.district_code, f.id, coalesce(:'valid_from'::date, :'today'::date) as first_day, f.market_access
    from firms f
    where f.district_code = :'district' and f.id = :'id'::uuid
    for update
), standing as (
    select b.district_code, b.id, b.first_day, coalesce(a.state, b.market_access) as state
    from before b
    left join firm_market_access a on a.district_code = b.district_code and a.firm_id = b.id and daterange(a.valid_from, a.valid_to) @> b.first_day
), judged as (
    select s.district_code, s.id, s.first_day, s.state, case
        when s.first_day < :'today'::date then 'takes_effect_in_the_past'
        when :'valid_to'::date <= s.first_day then 'period_reversed'
        when t.to_state is null then 'state_conflict'
        end as problem
    from standing s
    left join market_access_transitions t on t.from_state = s.state and t.to_state = :'state' and t.role = :'role'
), overtaken as (
    update firm_market_access a set valid_to = greatest(a.valid_from, j.first_day), overtaken_at = :'now'::timestamptz
    from judged j
    where a.district_code = j.district_code and a.firm_id = j.id and j.problem is null
      and a.valid_from < coalesce(a.valid_to, 'infinity') and coalesce(a.valid_to > j.first_day, true)
    returning a.id
), decided as (
    insert into firm_market_access (district_code, id, firm_id, state, reason, valid_from, valid_to, decided_by, decided_at)
    select j.district_code, :'new_id'::uuid, j.id, :'state', :'reason', j.first_day, :'valid_to'::date, :'user_id'::uuid, :'now'::timestamptz
    from judged j, (select count(*) from overtaken) first
    where j.problem is null
    returning *
)
select
    d.id, d.firm_id, d.state, d.reason, d.valid_from, d.valid_to, d.decided_by, d.decided_at, d.overtaken_at, j.problem as "!problem",
    case when j.problem = 'state_conflict' then j.state end as "!state"
from judged j
left join decided d on true
