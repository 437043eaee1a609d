with made as (
    insert into dispute_tiers (district_code, id, complaint_id, tier, body, reason, set_by, set_by_name, set_role, set_at)
    select c.district_code, :'new_id'::uuid, c.id, :'tier', :'body_masked', :'reason_masked', current_user_id(), :'client', :'role', :'now'::timestamptz
    from complaints c
    where c.district_code = :'district' and c.id = :'id'::uuid
    returning *
)
select t.id, t.complaint_id, t.tier, t.body, t.reason, t.set_role, t.set_by_name, t.set_at
from made t
