-- A21. A change is a project manager who follows another person at the same estate for the same firm; the first one is none. For the estates that the
-- caller sees.
with firm as (
    select f.district_code, f.id from firms f where f.district_code = :'district' and f.id = :'id'::uuid
), managers as (
    select r.estate_id, r.staff_id, r.valid_from, r.valid_to, lag(r.staff_id) over (partition by r.estate_id order by r.valid_from) as follows
    from firm f
    join person_roles r on r.district_code = f.district_code and r.firm_id = f.id
    where r.role = 'project_manager' and coalesce(r.valid_to > r.valid_from, true)
      and r.estate_id = :'estate_id'::uuid -- if estate_id
), counted as (
    select e.id, e.code, e.name,
           count(*) filter (where m.follows <> m.staff_id and m.valid_from >= :'from'::date and m.valid_from < :'before'::date) as changes,
           count(distinct m.staff_id) filter (where daterange(m.valid_from, m.valid_to) && daterange(:'from'::date, :'before'::date)) as managers
    from managers m
    join estates e on e.district_code = :'district' and e.id = m.estate_id
    group by e.id, e.code, e.name
)
select
    f.id as firm_id, :'from'::date as "from", :'before'::date as before,
    (select coalesce(sum(c.changes), 0)::bigint from counted c) as changes,
    (select coalesce(json_agg(json_build_object('estate', json_build_object('id', c.id, 'code', c.code, 'name', c.name), 'changes', c.changes,
                                                'managers', c.managers) order by c.changes desc, c.code), '[]') from counted c) as estates,
    refused(case when :'before'::date <= :'from'::date then 'period_reversed' end) as "!problem"
from firm f
