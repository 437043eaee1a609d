-- complaint_messages is the caller's own view: sql/views/complaint_messages.sql.
select
    m.id, m.kind, m.message_no, m.sent_at, m.created_at, m.outcome = 'applied' as applied, m.outcome, m.reached, m.result, m.satisfaction, m.content, m.reason,
    m.from_state, m.to_state, m.urges, m.supervisions
from complaint_messages m
where m.district_code = :'district' and m.complaint_id = :'id'::uuid
  and (select must_exist(exists (select from complaint_cards c where c.id = :'id'::uuid)))
  and (m.created_at, m.id) > (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor
order by m.created_at, m.id -- if sort=created_at
limit :'limit'::bigint -- if limit
