-- Which caller it was stays within complaint_repeats(): here are only how many.
with counted as (
    select
        c.category as part, -- if group_by=category
        c.estate_id as part, -- if group_by=estate
        c.firm_id as part, -- if group_by=firm
        c.street_code as part, -- if group_by=street
        count(*) as repeats_raw, count(*) filter (where c.state <> 'merged') as repeats_merged, count(distinct r.caller) as callers
    from complaint_repeats(coalesce(:'received_from'::date, (:'today'::date - interval '1 year')::date), coalesce(:'received_before'::date, :'today'::date + 1),
                           (select n.value::integer from rule_at('repeat_days', '*', least(coalesce(:'received_before'::date, :'today'::date + 1) - 1, :'today'::date)) n), :'role') r
    join complaints c on c.district_code = :'district' and c.id = r.id
    where true
      and c.category = any(:'category'::text[]) -- if category
      and c.estate_id = :'estate_id'::uuid -- if estate_id
      and c.firm_id = :'firm_id'::uuid -- if firm_id
    group by 1
), placed as (
    select k.*, coalesce(k.part::text, 'none') as key, rank() over (order by k.repeats_raw desc) as rank, row_number() over (order by k.repeats_raw desc, coalesce(k.part::text, 'none')) as position from counted k
)
select p.position, p.rank, p.key,
    (select k.zh from complaint_categories k where k.code = p.key order by k.effective_from desc limit 1) as name, -- if group_by=category
    (select e.name from estates e where e.district_code = :'district' and e.id = p.part) as name, -- if group_by=estate
    (select f.name from firms f where f.district_code = :'district' and f.id = p.part) as name, -- if group_by=firm
    (select d.name from divisions d where d.code = p.key) as name, -- if group_by=street
    p.repeats_raw, p.repeats_merged, p.callers
from placed p
where true
  and p.position > :'after_key'::bigint -- if cursor
order by p.position -- if sort=position
limit :'limit'::bigint -- if limit
