-- D06, I05. What the city platform takes over of campaigns, inspections and draws: who inspected is not among it. Visits come unannounced: none that was drawn before it was made.
set role wuye_owner;

drop view if exists exchange.campaigns, exchange.inspection_plans, exchange.draws, exchange.inspections;
create view exchange.campaigns with (security_invoker = true) as
select c.district_code, c.id, c.code, c.title_zh, c.title_en, c.year, c.state, c.source, c.template, c.issued_on, c.begins_on, c.ends_on, c.opened_at, c.closed_at, c.version, c.created_at, c.updated_at
from public.campaigns c
where c.state in ('open', 'closed');

create view exchange.inspection_plans with (security_invoker = true) as
select p.district_code, p.id, p.title, p.kind, p.level, p.street_code, to_jsonb(p.streets) as streets, p.campaign_id, p.sheet_id, p.period_from, p.period_to, p.sample_share, p.sample_count,
    to_jsonb(p.departments) as departments, p.state, p.version, p.created_at, p.updated_at
from public.inspection_plans p;

create view exchange.draws with (security_invoker = true) as
select d.district_code, d.id, d.title, d.basis, d.street_code, d.campaign_id, d.redraw_of, d.public_value_source, d.not_before, d.as_of, d.rulebook_id, d.target_count, d.inspector_count, d.team_size,
    d.targets, d.inspectors, d.pool_hash, d.commitment, d.state, d.committed_at, d.drawn_at, d.published_at, d.cancelled_at, d.version, d.updated_at
from public.draws d;

create view exchange.inspections with (security_invoker = true) as
select i.district_code, i.id, i.kind, i.level, i.campaign_id, i.sheet_id, i.plan_id, i.draw_id, i.follow_up_of, i.estate_id, i.street_code, i.community_code, i.firm_id, i.contract_id, i.planned_on,
    i.visited_on, i.state, i.summary_masked as summary, to_jsonb(i.departments) as departments, i.started_at, i.submitted_at, i.published_at, i.version, i.created_at, i.updated_at
from public.inspections i
where i.draw_id is null or i.visited_on is not null;
grant select on exchange.campaigns, exchange.inspection_plans, exchange.draws, exchange.inspections to wuye_district, wuye_platform;

reset role;
