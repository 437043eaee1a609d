with counted as (
    select to_char(s.occurred_on, 'YYYY-MM') as month, s.body_id,
        count(*) filter (where s.comes) as accepted, count(*) filter (where s.action = 'session') as sessions,
        count(*) filter (where s.action = 'settle' and not k.undone) as settled, count(*) filter (where s.action = 'fail' and not k.undone) as failed
    from mediation_steps s
    join mediation_cases m on m.district_code = s.district_code and m.id = s.case_id
    -- How a case ended with a body is how it ended there last: an agreement that was not kept, or a failure that was settled after all, is none.
    cross join lateral (select s.action in ('settle', 'fail') and exists (
        select from mediation_steps n where n.district_code = s.district_code and n.case_id = s.case_id and n.number > s.number
          and (n.action = 'reopen' and s.action = 'settle' or n.action in ('settle', 'fail') and n.body_id is not distinct from s.body_id)) as undone) k
    where s.district_code = :'district' and s.action in ('register', 'move_tier', 'settle', 'fail', 'session')
      and s.occurred_on >= coalesce(:'occurred_from'::date, :'today'::date - 366) and s.occurred_on < coalesce(:'occurred_before'::date, :'today'::date + 1)
      and s.body_id = :'body_id'::uuid -- if body_id
      and m.street_code = any(:'street_code'::text[]) -- if street_code
      and m.kind = any(:'kind'::text[]) -- if kind
    group by 1, 2
    having count(*) filter (where s.comes or s.action <> 'move_tier') > 0
), placed as (
    select row_number() over (order by n.month, b.name, n.body_id) as position, n.month, b.id as "body.id", b.name as "body.name", b.kind as "body.kind", n.accepted, n.sessions, n.settled, n.failed,
        exact_share(n.settled * 100, n.settled + n.failed, 2) as rate
    from counted n
    left join mediation_bodies b on b.district_code = :'district' and b.id = n.body_id
)
select p.*
from placed p
where true
  and p.position > :'after_key'::bigint -- if cursor
order by p.position -- if sort=position
limit :'limit'::bigint -- if limit
