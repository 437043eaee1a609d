-- Row security finds it, or not; the function moves it.
select c.*, refused(m.problem) as "!problem", m.standing as "!state"
from award_nominations n
cross join lateral award_decide_objection(n.id, :'objection_id'::uuid, :'decision', :'reason_masked', :'now'::timestamptz) m
left join lateral award_nomination_card(m.id) c on m.problem is null
where n.district_code = :'district' and n.id = :'id'::uuid
