-- G17. The firm comes first: with the code of the estate it is the place of a row in the order.
with asked as (
    select m.first, (m.first + interval '1 month')::date as before, coalesce(:'missing'::boolean, false) as missing
    from (select coalesce((:'month' || '-01')::date, date_trunc('month', :'today'::date::timestamp)::date)) m (first)
), scored as materialized (
    select k.* from asked a cross join lateral assessment_month_kinds(a.first) k
), line as (
    select s.estate_id, s.firm_id, s.kind, s.score, s.assessed from asked a join scored s on not a.missing
    union all
    select v.estate_id, v.firm_id, null, null, 0
    from asked a
    cross join lateral estates_served(a.first, a.before) v
    -- Not in: hashed whatever the planner takes the number of scores for; neither is ever null.
    where a.missing and (v.estate_id, v.firm_id) not in (select s.estate_id, s.firm_id from scored s)
)
select l.firm_id as "firm.id", f.name as "firm.name", e.code as estate_code, e.id as "estate.id", e.name as "estate.name", e.street_code, e.community_code, to_char(a.first, 'YYYY-MM') as month, l.kind,
    l.score, l.assessed
from asked a
cross join line l
join estates e on e.district_code = :'district' and e.id = l.estate_id -- of the caller's scope
join firms f on f.district_code = e.district_code and f.id = l.firm_id
where true
  and l.firm_id = :'firm_id'::uuid -- if firm_id
  and l.estate_id = :'estate_id'::uuid -- if estate_id
  and e.street_code = any(:'street_code'::text[]) -- if street_code
  and (e.code, l.firm_id) > (:'after_key'::text, :'after_id'::uuid) -- if cursor
order by e.code, l.firm_id -- if sort=estate_code
limit :'limit'::bigint -- if limit
