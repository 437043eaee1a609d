-- complaint_cards and complaint_contents are the caller's own views: sql/views/complaint.sql.
select
    c.id, c.source, c.ticket_no, c.round, c.request_type, c.category, c.external_category, c.urgency, c.state, c.title, c.place,
    c.leader_instruction, c.group_petition, c.opinion_event, c.secret, c.anonymous, c.confidential,
    c.occurred_at, c.received_at, c.due_at, c.result, c.satisfaction, c.street_code, c.community_code,
    c.estate_id as "estate.id", c.estate_code as "estate.code", c.estate_name as "estate.name",
    c.firm_id as "firm.id", c.firm_name as "firm.name", c.version, c.created_at, c.updated_at,
    c.assigned_to, c.returns, c.signed_at, c.contacted_at, c.reported_at, c.reported_result, c.closed_at, c.validity, c.master_id,
    x.content
from complaint_cards c
left join complaint_contents x on x.complaint_id = c.id
where c.id = :'id'::uuid
