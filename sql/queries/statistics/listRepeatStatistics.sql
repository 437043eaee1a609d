-- Which caller it was stays within complaint_repeats(): here are only how many.
with counted as (
    select
        coalesce(c.category, 'none') as key, -- if group_by=category
        coalesce(c.estate_id::text, 'none') as key, -- if group_by=estate
        coalesce(c.firm_id::text, 'none') as key, -- if group_by=firm
        coalesce(c.street_code, 'none') as key, -- if group_by=street
        count(*) as repeats_raw, count(*) filter (where c.state <> 'merged') as repeats_merged, count(distinct r.caller) as callers
    from complaint_repeats(coalesce(:'received_from'::date, (:'today'::date - interval '1 year')::date), coalesce(:'received_before'::date, :'today'::date + 1),
                           (select complaint_rule('repeat_days', least(coalesce(:'received_before'::date, :'today'::date + 1) - 1, :'today'::date))), :'role') r
    join complaints c on c.district_code = :'district' and c.id = r.id
    where true
      and c.category = any(:'category'::text[]) -- if category
      and c.estate_id = :'estate_id'::uuid -- if estate_id
      and c.firm_id = :'firm_id'::uuid -- if firm_id
    group by 1
), placed as (
    select k.*, rank() over (order by k.repeats_raw desc) as rank, row_number() over (order by k.repeats_raw desc, k.key) as position from counted k
)
select p.position, p.rank, p.key,
    (select k.zh from complaint_categories k where k.code = p.key order by k.effective_from desc limit 1) as name, -- if group_by=category
    (select e.name from estates e where e.district_code = :'district' and e.id = nullif(p.key, 'none')::uuid) as name, -- if group_by=estate
    (select f.name from firms f where f.district_code = :'district' and f.id = nullif(p.key, 'none')::uuid) as name, -- if group_by=firm
    (select d.name from divisions d where d.code = p.key) as name, -- if group_by=street
    p.repeats_raw, p.repeats_merged, p.callers
from placed p
where true
  and p.position > :'after_key'::bigint -- if cursor
order by p.position -- if sort=position
limit :'limit'::bigint -- if limit
