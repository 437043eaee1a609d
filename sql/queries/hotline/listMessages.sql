select
    m.id, m.source, m.message_no, m.ticket_no, m.round, m.kind, m.sequence, m.sent_at, m.outcome = 'applied' as applied, m.outcome, m.why, m.complaint_id,
    m.to_state as state, m.created_at, m.reached, m.result, m.satisfaction, m.content, m.reason, m.from_state, m.settled_at, m.tries
from hotline_messages m
where m.district_code = :'district'
  and m.source = :'source'::text -- if source
  and m.ticket_no = :'ticket_no'::text -- if ticket_no
  and m.message_no = :'message_no'::text -- if message_no
  and m.kind = any(:'kind'::text[]) -- if kind
  and m.outcome = any(:'outcome'::text[]) -- if outcome
  and m.created_at >= :'created_from'::timestamptz -- if created_from
  and m.created_at < :'created_before'::timestamptz -- if created_before
  and (m.created_at, m.id) < (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor, sort=-created_at
  and (m.created_at, m.id) > (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor, sort=created_at
order by m.created_at desc, m.id desc -- if sort=-created_at
order by m.created_at, m.id -- if sort=created_at
limit :'limit'::bigint -- if limit
