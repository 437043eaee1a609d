-- Expected: what was due by now, and what was handed in before. What is due later is coming, and counts in no rate.
with counted as (
    select date_trunc('month', d.due_on)::date as month, d.owed_by, d.org_code, max(d.org_name) as org_name, d.street_code,
        count(*) filter (where k.expected) as expected, count(d.delivered_at) as submitted, count(*) filter (where d.on_time) as on_time,
        count(*) filter (where not d.on_time) as late, count(*) filter (where k.expected and d.delivered_at is null) as missing, count(*) filter (where not k.expected) as coming
    from owed_reports d
    cross join lateral (select d.delivered_at is not null or d.due_at <= :'now'::timestamptz as expected) k
    where d.district_code = :'district' and d.state <> 'waived'
      and d.due_key >= coalesce(:'due_from'::date, date_trunc('year', :'today'::date)::date)
      and d.due_key < coalesce(:'due_before'::date, (date_trunc('year', coalesce(:'due_from'::date, :'today'::date)) + interval '1 year')::date)
      and d.kind = coalesce(:'kind'::text, 'report')
      and d.campaign_id = :'campaign_id'::uuid -- if campaign_id
      and d.source = :'source'::text -- if source
      and d.owed_by = any(:'owed_by'::text[]) -- if owed_by
      and d.street_code = any(:'street_code'::text[]) -- if street_code
    group by 1, 2, 3, 5
), placed as (
    select c.*, row_number() over (order by c.month, c.owed_by, c.org_code, c.street_code) as position from counted c
)
select p.position, to_char(p.month, 'YYYY-MM') as month, p.owed_by, p.org_code, p.org_name, p.street_code, p.expected, p.submitted, p.on_time, p.late, p.missing, p.coming,
    exact_share(p.submitted * 100, p.expected, 2) as reporting_rate, exact_share(p.on_time * 100, p.expected, 2) as on_time_rate
from placed p
where true
  and p.position > :'after_key'::bigint -- if cursor
order by p.position -- if sort=position
limit :'limit'::bigint -- if limit
