-- One message, once: sql/functions/messages_of_hotline.sql. Whatever came of it later, it is answered as it was first.
select
    m.id, m.source, m.message_no, m.ticket_no, m.round, m.kind, m.sequence, m.sent_at,
    m.first_outcome = 'applied' as applied, m.first_outcome as outcome, m.first_why as why, m.first_complaint_id as complaint_id, m.first_state as state, m.created_at,
    set_config('wuye.target', m.id::text, true) as "!target",
    case when m.id <> :'new_id'::uuid then 200 end as "!status",
    refused(case when m.body_hash <> :'body_hash' then 'messages_changed' end) as "!problem"
from take_message(
    row(:'source', :'message_no', :'ticket_no', :'round', :'kind', :'sequence', :'sent_at'::timestamptz, :'body_hash', :'secret',
        :'reached', :'result', :'satisfaction', :'content_masked', :'reason_masked', :'seal_key', :'content_sealed', :'reason_sealed')::message_told,
    :'new_id'::uuid, :'user_id'::uuid, :'client', :'now'::timestamptz) m
