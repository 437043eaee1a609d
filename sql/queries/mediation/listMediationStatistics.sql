with counted as (
    select to_char(s.occurred_on, 'YYYY-MM') as month, s.body_id,
        count(*) filter (where s.comes) as accepted, count(*) filter (where s.action = 'session') as sessions,
        count(*) filter (where s.action = 'settle') as settled, count(*) filter (where s.action = 'fail') as failed
    from mediation_steps s
    join mediation_cases m on m.district_code = s.district_code and m.id = s.case_id
    where s.district_code = :'district' and s.action in ('register', 'move_tier', 'settle', 'fail', 'session')
      and s.occurred_on >= coalesce(:'occurred_from'::date, :'today'::date - 366) and s.occurred_on < coalesce(:'occurred_before'::date, :'today'::date + 1)
      and s.body_id = :'body_id'::uuid -- if body_id
      and m.street_code = any(:'street_code'::text[]) -- if street_code
      and m.kind = any(:'kind'::text[]) -- if kind
    group by 1, 2
    having count(*) filter (where s.comes or s.action <> 'move_tier') > 0
), placed as (
    select row_number() over (order by n.month, b.name, n.body_id) as position, n.month, b.id as "body.id", b.name as "body.name", b.kind as "body.kind", n.accepted, n.sessions, n.settled, n.failed,
        round(100 * n.settled::numeric / nullif(n.settled + n.failed, 0), 2) as rate
    from counted n
    left join mediation_bodies b on b.district_code = :'district' and b.id = n.body_id
)
select p.*
from placed p
where true
  and p.position > :'after_key'::bigint -- if cursor
order by p.position -- if sort=position
limit :'limit'::bigint -- if limit
