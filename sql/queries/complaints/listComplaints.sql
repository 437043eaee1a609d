-- complaint_cards and complaint_search are the caller's own views: sql/views/complaint.sql.
select
    c.id, c.source, c.ticket_no, c.round, c.request_type, c.category, c.external_category, c.urgency, c.state, c.title, c.place,
    c.leader_instruction, c.group_petition, c.opinion_event, c.secret, c.anonymous, c.confidential,
    c.occurred_at, c.received_at, c.due_at, c.result, c.satisfaction, c.street_code, c.community_code,
    c.estate_id as "estate.id", c.estate_code as "estate.code", c.estate_name as "estate.name", c.firm_id as "firm.id", c.firm_name as "firm.name", -- if !names
    c.estate_id as "estate.id", null::uuid as "estate.code", null::uuid as "estate.name", c.firm_id as "firm.id", null::uuid as "firm.name", -- if names
    (select true from name_version v where v.version <> :'names'::uuid) as "!names", -- if names
    c.version, c.created_at, c.updated_at,
    c.assigned_to, c.due_provisional, nullif(c.handle_by, 'infinity') as handle_by, l.remaining_minutes, l.warning, l.overdue, l.alarm, l.punctual
from complaint_cards c -- if !q
from complaint_search c -- if q
cross join lateral limit_standing(c.due_at, c.warn_at, c.alarm_at, c.stopped_at, complaint_pending(c.state),
    case when c.state in ('resolved_reported', 'callback', 'closed') then c.reported_at end, :'now'::timestamptz) l
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
  and c.in_hands_of = case :'role'::text when 'company' then 'firm' when 'community' then 'community' when 'street' then 'street' when 'district' then 'department' end -- if mine=true
  and c.in_hands_of is distinct from case :'role'::text when 'company' then 'firm' when 'community' then 'community' when 'street' then 'street' when 'district' then 'department' end -- if mine=false
  and c.handle_by < :'now'::timestamptz and c.handle_by < 'infinity' -- if overdue=true
  and c.handle_by >= :'now'::timestamptz -- if overdue=false
  and c.handle_by >= :'due_from'::timestamptz and c.handle_by < 'infinity' -- if due_from
  and c.handle_by < :'due_before'::timestamptz -- if due_before
  and (c.category is null or c.estate_id is null) -- if unmapped=true
  and c.category is not null and c.estate_id is not null -- if unmapped=false
  and c.state = 'returned' -- if returned=true
  and c.state <> 'returned' -- if returned=false
  and (c.received_at, c.id) < (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor, sort=-received_at
  and (c.received_at, c.id) > (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor, sort=received_at
  and (c.handle_by, c.id) > (coalesce(:'after_key'::timestamptz, 'infinity'), :'after_id'::uuid) -- if cursor, sort=handle_by
order by c.received_at desc, c.id desc -- if sort=-received_at
order by c.received_at, c.id -- if sort=received_at
order by c.handle_by, c.id -- if sort=handle_by
limit :'limit'::bigint -- if limit
