-- Issues as the ledger shows them to the city platform: masked texts, nobody's name; nothing that came from a complaint which is secret by now. The platform's own row security says so
-- already; whoever else reads the view asks.
set role wuye_owner;

drop view if exists exchange.issues;
create view exchange.issues with (security_invoker = true) as
select i.district_code, i.id, i.campaign_id, i.ledger, i.ledger_no, i.level, i.street_code, i.community_code, i.estate_id, i.firm_id, i.contract_id, i.source, i.defect_list, i.defect_code,
    i.place_masked as place, i.problem_masked as problem, i.measure_masked as measure, i.progress_masked as progress, i.complexity, i.severity, i.found_on, i.responsible_kind, i.responsible_firm_id,
    i.committee_id, i.department, i.due_on, i.state, i.round, i.assigned_at, i.started_at, i.rectified_at, i.accepted_at, i.closed_at, i.deferred_until, i.plan_masked as plan, i.reported_up_at,
    i.refused_at, i.rolled_up, i.published_at, i.version, i.created_at, i.updated_at
from public.issues i
where not i.withheld and (current_user = 'wuye_platform' or not exchange_issue_secret(i.district_code, i.id));
grant select on exchange.issues to wuye_district, wuye_platform;

reset role;
