with asked as materialized (
    select coalesce(:'day_before'::date, :'today'::date + 1) as day_before,
           coalesce(:'day_from'::date, greatest('0001-01-01', (coalesce(:'day_before'::date, :'today'::date + 1) - interval '1 year')::date)) as day_from
    where (select must_exist(exists (select from firms f where f.district_code = :'district' and f.id = :'id'::uuid)))
)
select h.day, h.rulebook_id as "rulebook.id", h.rulebook_code as "rulebook.code", h.rulebook_number as "rulebook.number", h.basic, h.good, h.bad, h.total, h.has_bad, h.veto,
       h.takes_part, h.grade
from asked a
cross join lateral credit_history_held(:'id'::uuid, a.day_from, a.day_before, coalesce(:'view', 'now'), :'now'::timestamptz) h
where true
  and h.day > :'after_key'::date and :'after_id' <> '' -- if cursor
order by h.day -- if sort=day
limit :'limit'::bigint -- if limit
