with before as (
    select h.id, h.lifted_at from complaint_holds h where h.district_code = :'district' and h.id = :'id'::uuid for update
), lifted as (
    update complaint_holds h set lifted_by = :'user_id'::uuid, lifted_by_name = :'client', lifted_at = greatest(:'now'::timestamptz, h.placed_at), lift_reason = :'reason_masked'
    from before b
    where h.district_code = :'district' and h.id = b.id and b.lifted_at is null
    returning h.*
)
select l.id, l.complaint_id, l.reason, l.placed_by, l.placed_by_name, l.placed_at, l.lifted_by, l.lifted_by_name, l.lifted_at, l.lift_reason,
       refused(case when b.lifted_at is not null then 'state_conflict' end) as "!problem", case when b.lifted_at is not null then 'lifted' end as "!state"
from before b left join lifted l on true
