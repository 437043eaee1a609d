-- Of training that was withdrawn, and of whoever was not there after all, nothing counts. A person who went to another firm meanwhile is there once for each.
with counted as (
    select a.staff_id, a.firm_id, count(*) as trainings, sum(a.hours) as hours, max(t.held_on) as last_on
    from training_attendance a
    join trainings t on t.district_code = a.district_code and t.id = a.training_id
    where a.district_code = :'district' and a.hours > 0 and t.withdrawn_reason is null
      and t.held_on >= coalesce(:'held_from'::date, date_trunc('year', :'today'::date)::date) and t.held_on < coalesce(:'held_before'::date, :'today'::date + 1)
      and a.firm_id = :'firm_id'::uuid -- if firm_id
      and a.staff_id = :'staff_id'::uuid -- if staff_id
      and t.subject = any(:'subject'::text[]) -- if subject
    group by 1, 2
), placed as (
    select row_number() over (order by f.name, n.firm_id, s.name, n.staff_id) as position, s.id as "staff.id", s.name as "staff.name", f.id as "firm.id", f.name as "firm.name", n.trainings, n.hours,
        n.last_on
    from counted n
    left join staff s on s.district_code = :'district' and s.id = n.staff_id
    left join firms f on f.district_code = :'district' and f.id = n.firm_id
)
select p.*
from placed p
where true
  and p.position > :'after_key'::bigint -- if cursor
order by p.position -- if sort=position
limit :'limit'::bigint -- if limit
