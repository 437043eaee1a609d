-- complaint_cards and complaint_contents are the caller's own views: sql/views/complaint.sql.
select
    c.id, c.source, c.ticket_no, c.round, c.request_type, c.category, c.external_category, c.urgency, c.state, c.title, c.place,
    c.leader_instruction, c.group_petition, c.opinion_event, c.secret, c.anonymous, c.confidential,
    c.occurred_at, c.received_at, c.due_at, c.result, c.satisfaction, c.street_code, c.community_code,
    c.estate_id as "estate.id", c.estate_code as "estate.code", c.estate_name as "estate.name", c.firm_id as "firm.id", c.firm_name as "firm.name", -- if !names
    c.estate_id as "estate.id", null::uuid as "estate.code", null::uuid as "estate.name", c.firm_id as "firm.id", null::uuid as "firm.name", -- if names
    (select true from name_version v where v.version <> :'names'::uuid) as "!names", -- if names
    c.version, c.created_at, c.updated_at,
    c.assigned_to, c.returns, c.signed_at, c.contacted_at, c.reported_at, c.reported_result, c.closed_at, c.validity, c.master_id,
    c.due_provisional, nullif(c.handle_by, 'infinity') as handle_by, l.remaining_minutes, l.warning, l.overdue, l.alarm, l.punctual, c.complex, c.stopped_at, c.asked_due_at,
    complaint_limits(n, :'now'::timestamptz) as limits,
    x.content
from complaint_cards c
cross join lateral limit_standing(c.due_at, c.warn_at, c.alarm_at, c.stopped_at, complaint_pending(c.state),
    case when c.state in ('resolved_reported', 'callback', 'closed') then c.reported_at end, :'now'::timestamptz) l
-- As much of the row as complaint_limits() reads: the whole of it takes longer to hand over.
cross join lateral (select c.urgency, c.category, c.complex, c.street_code, c.request_type, c.source, c.state, c.result, c.received_at, c.created_at, c.clock_at, c.designated,
    c.dispatched_at, c.first_signed_at, c.contacted_at, c.reported_at, c.closed_at, c.due_at, c.due_provisional, c.stopped_at) n
left join complaint_contents x on x.complaint_id = c.id
where c.id = :'id'::uuid
