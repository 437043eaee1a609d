-- Every street of today that the caller sees has its row, whether it ever checked or not; it misses no day on which it was not there.
with days as materialized (
    select d as day from daily_check_days(:'campaign_id'::uuid, :'day_from'::date, :'day_before'::date, :'today'::date) d
), streets as (
    select j.code, j.effective_from
    from division_jurisdictions j
    where j.district_code = :'district' and j.community_code is null and j.effective_from <= :'today'::date and coalesce(j.effective_to > :'today'::date, true)
      and j.code = coalesce(:'street', j.code)
      and j.code = any(:'street_code'::text[]) -- if street_code
), made as (
    select c.street_code, c.checked_on as day, count(*) as checks, sum(c.findings) as findings
    from daily_checks c
    where c.district_code = :'district' and c.withdrawn_at is null and c.checked_on between (select min(day) from days) and (select max(day) from days)
      and c.campaign_id = :'campaign_id'::uuid -- if campaign_id
    group by 1, 2
), gaps as (
    select s.code, count(d.day) as expected, count(m.day) as checked, coalesce(sum(m.checks), 0)::bigint as checks, coalesce(sum(m.findings), 0)::bigint as findings,
        coalesce(json_agg(d.day order by d.day) filter (where d.day is not null and m.day is null), '[]') as missing
    from streets s
    left join days d on d.day >= s.effective_from
    left join made m on m.street_code = s.code and m.day = d.day
    group by s.code
)
select g.code as street_code, v.name as street_name, g.expected, g.checked, g.checks, g.findings, g.expected - g.checked as missed, g.missing
from gaps g
join divisions v on v.code = g.code
where true
  and (g.expected > g.checked) = :'missed'::boolean -- if missed
  and g.code > :'after_key' -- if cursor
order by g.code -- if sort=street_code
limit :'limit'::bigint -- if limit
