select c.*, refused(m.problem) as "!problem", m.standing as "!state"
from three_form_respond(:'id'::uuid, :'unit', :'client', :'now'::timestamptz, :'on_site_at'::timestamptz, :'result', :'note_masked') m
left join lateral three_form_card(m.id) c on m.problem is null
