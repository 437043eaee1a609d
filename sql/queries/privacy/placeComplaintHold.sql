-- The complaint is locked, as the job that erases locks it: either its contact data is gone before the hold, or it stays.
with held as (
    select c.id from complaints c where c.district_code = :'district' and c.id = :'id'::uuid for update
), placed as (
    insert into complaint_holds (district_code, id, complaint_id, reason, placed_by, placed_by_name, placed_at)
    select :'district', :'new_id'::uuid, held.id, :'reason_masked', :'user_id'::uuid, :'client', :'now'::timestamptz
    from held
    returning *
)
select h.id, h.complaint_id, h.reason, h.placed_by, h.placed_by_name, h.placed_at, h.lifted_by, h.lifted_by_name, h.lifted_at, h.lift_reason
from placed h
