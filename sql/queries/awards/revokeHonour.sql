select c.*, refused(m.problem) as "!problem", m.standing as "!state"
from honours h
cross join lateral honour_revoke(h.id, :'reason_masked', :'document_no', :'now'::timestamptz, :'today'::date) m
left join lateral honour_card(m.id) c on m.problem is null
where h.district_code = :'district' and h.id = :'id'::uuid
