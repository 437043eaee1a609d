-- What was said later, as it was said: beside the look that revealComplaint records.
select m.id, m.message_no, m.kind, m.created_at, t.seal_key as seal_key_id, t.content_sealed, t.reason_sealed
from complaint_cards c
join hotline_messages m on m.district_code = :'district' and m.complaint_id = c.id
join personal.message_texts t on t.district_code = m.district_code and t.message_id = m.id
where c.id = :'id'::uuid
order by m.created_at desc, m.id desc
limit 200
