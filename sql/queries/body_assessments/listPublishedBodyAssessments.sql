with placed as (
    select r.*, row_number() over (order by r.first_day desc, r.district_code, r.scheme_code, r.cycle, r.position) as place
    from published_body_results(:'district_code') r
    where true
      and r.cycle = any(:'cycle'::text[]) -- if cycle
      and r.period = any(:'period'::text[]) -- if period
)
select p.place as position, p.district_code, p.scheme_code, p.cycle, p.period, p.revision, p.body_kind, p.body_name, p.rank, p.percent, p.grade, p.published_at
from placed p
where true
  and p.place > :'after_key'::bigint -- if cursor
order by p.place -- if sort=position
limit :'limit'::bigint -- if limit
