-- complaint_cards and complaint_search are the caller's own views: sql/views/complaint.sql.
select
    c.id, c.source, c.ticket_no, c.round, c.request_type, c.category, c.external_category, c.urgency, c.state, c.title, c.place,
    c.leader_instruction, c.group_petition, c.opinion_event, c.secret, c.anonymous, c.confidential,
    c.occurred_at, c.received_at, c.due_at, c.result, c.satisfaction, c.street_code, c.community_code,
    c.estate_id as "estate.id", c.estate_code as "estate.code", c.estate_name as "estate.name",
    c.firm_id as "firm.id", c.firm_name as "firm.name", c.version, c.created_at, c.updated_at
from complaint_cards c -- if !q
from complaint_search c -- if q
where true
  and c.body_x like zh_like(:'q') -- if q
  and c.state = any(:'state'::text[]) -- if state
  and c.estate_id = :'estate_id'::uuid -- if estate_id
  and c.firm_id = :'firm_id'::uuid -- if firm_id
  and c.street_code = any(:'street_code'::text[]) -- if street_code
  and c.community_code = any(:'community_code'::text[]) -- if community_code
  and c.category = any(:'category'::text[]) -- if category
  and c.urgency = any(:'urgency'::text[]) -- if urgency
  and c.received_at >= :'received_from'::timestamptz -- if received_from
  and c.received_at < :'received_before'::timestamptz -- if received_before
  and c.updated_at >= :'updated_since'::timestamptz -- if updated_since
  and (c.received_at, c.id) < (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor, sort=-received_at
  and (c.received_at, c.id) > (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor, sort=received_at
order by c.received_at desc, c.id desc -- if sort=-received_at
order by c.received_at, c.id -- if sort=received_at
limit :'limit'::bigint -- if limit
