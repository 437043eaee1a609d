select
    m.id, m.source, m.message_no, m.ticket_no, m.round, m.kind, m.sequence, m.sent_at, m.outcome = 'applied' as applied, m.outcome, m.why, m.complaint_id,
    m.to_state as state, m.created_at, m.reached, m.result, m.satisfaction, m.content, m.reason, m.from_state, m.settled_at, m.tries
from hotline_messages m
where m.district_code = :'district' and m.id = :'id'::uuid
