-- Complaints by what was done about them: no text, no place, nobody's name. What is confidential is counted with the rest and never shown.
set role wuye_owner;

drop view if exists exchange.complaints;
create view exchange.complaints with (security_invoker = true) as
select c.district_code, c.id, c.source, c.ticket_no, c.round, c.request_type, c.category, c.external_category, c.urgency, c.leader_instruction, c.group_petition, c.opinion_event, c.anonymous, c.repeated,
    c.occurred_at, c.received_at, c.street_code, c.community_code, c.estate_id, c.firm_id, c.validity, c.state, c.returns, c.designated, c.complex, c.dispatched_at, c.signed_at, c.contacted_at,
    c.reported_at, c.closed_at, c.due_at, c.extended_to, c.result, c.satisfaction, c.master_id, c.version, c.created_at, c.updated_at
from public.complaints c
where not c.confidential;
grant select on exchange.complaints to wuye_district, wuye_platform;

reset role;
