-- complaint_cards is the caller's own view: sql/views/complaint.sql. What is like it is found without a word of who called: sql/functions/repeats_of_complaints.sql.
select c.id, c.source, c.ticket_no, c.request_type, c.category, c.state, c.title, c.estate_id as "estate.id", c.estate_code as "estate.code",
    c.estate_name as "estate.name", c.received_at, c.closed_at, c.version, to_jsonb(s.reasons) as reasons
from complaint_similar(:'id'::uuid, :'role') s
join complaint_cards c on c.id = s.id
where (select must_exist(exists (select from complaint_cards m where m.id = :'id'::uuid)))
  and s.reasons && :'reason'::text[] -- if reason
  and (c.received_at, c.id) < (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor
order by c.received_at desc, c.id desc -- if sort=-received_at
limit :'limit'::bigint -- if limit
