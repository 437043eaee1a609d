select
    t.id, t.source, t.ticket_no, t.round, t.complaint_id, t.category, t.external_category,
    t.told_estate_code, t.told_estate_name, t.told_division_code, t.estate_id, t.street_code, t.community_code,
    t.received_at, t.created_at, c.state, c.result, c.satisfaction, c.due_at, c.urges, c.supervisions
from tickets t
join complaints c on c.district_code = t.district_code and c.id = t.complaint_id
where t.district_code = :'district' and t.id = :'id'::uuid
