-- By estate, without a word of what they say. Counted once, before the estates are looked up.
with n as materialized (
    select f.estate_id, count(*) as recorded, count(f.noticed_at) as noticed, count(f.settled_at) as settled, count(f.failed_at) as failed,
           count(f.reported_at) as reported, count(*) filter (where f.state = 'answered') as answered,
           count(*) filter (where coalesce(f.reported_at, f.settled_at, now()) >= duty_due('dissuasion_report', '*', f.failed_at)) as unreported
    from three_forms f
    where f.district_code = :'district'
      and f.found_at >= :'found_from'::timestamptz -- if found_from
      and f.found_at < :'found_before'::timestamptz -- if found_before
    group by f.estate_id
)
select e.id, e.code, e.name, e.street_code, n.recorded, n.noticed, n.settled, n.failed, n.reported, n.answered, n.unreported
from n
join estates e on e.district_code = :'district' and e.id = n.estate_id
where true
  and e.street_code = any(:'street_code'::text[]) -- if street_code
  and (e.code, e.id) > (:'after_key'::text, :'after_id'::uuid) -- if cursor
order by e.code, e.id -- if sort=code
limit :'limit'::bigint -- if limit
