-- D06, I05. What the city platform takes over of supervision: rankings with the estates on their lists, listings, what was decided against firms, disclosures, targets. Of people's
-- dishonest entries nothing.
set role wuye_owner;

drop view if exists exchange.ranking_snapshots, exchange.supervision_listings, exchange.suspension_proposals, exchange.dishonest_entries, exchange.dismissal_orders, exchange.removal_cases,
    exchange.disclosures, exchange.target_snapshots;
-- Rows of a ranking are written with it and never after.
create view exchange.ranking_snapshots with (security_invoker = true) as
select s.district_code, s.id, s.list, s.quarter, s.first_day, s.next_day, s.revision, s.counted_at, s.complaints, s.estates, s.listed, (
        select coalesce(jsonb_agg(jsonb_build_object('rank', w.rank, 'estate_id', w.estate_id, 'estate_name', w.estate_name, 'street_code', w.street_code, 'community_code', w.community_code,
                                                     'counted', w.counted) order by w.position), '[]')
        from public.ranking_rows w where w.district_code = s.district_code and w.ranking_id = s.id and w.listed) as listed_estates,
    s.inputs_hash, s.frozen_at, s.published_at, s.version, s.updated_at
from public.ranking_snapshots s;

create view exchange.supervision_listings with (security_invoker = true) as
select l.district_code, l.id, l.estate_id, l.street_code, l.community_code, l.public_reason as reason, l.sponsor_unit, l.due_on, l.state, l.round, l.listed_on, l.requested_at, l.acceptance_office,
    l.accepted_on, l.published_at, l.version, l.updated_at
from public.supervision_listings l
where l.listed_on is not null;

create view exchange.suspension_proposals with (security_invoker = true) as
select p.district_code, p.id, p.firm_id, p.kind, p.cause, p.quarter, to_jsonb(p.criteria) as criteria, p.evidence_hash, p.state, p.decided_at, p.valid_from, p.valid_to, p.lifted_at, p.lifted_from,
    p.version, p.updated_at
from public.suspension_proposals p
where p.state in ('confirmed', 'lifted');

create view exchange.dishonest_entries with (security_invoker = true) as
select e.district_code, e.id, e.firm_id, e.cause, e.contract_id, e.state, e.number, e.escalated, e.listed_on, e.guaranteed_on, e.deposit_id, e.notice_number, e.noticed_on, e.rectified_on, e.ended_on,
    e.decided_at, e.version
from public.dishonest_entries e
where e.subject = 'firm' and e.state not in ('proposed', 'refused');

create view exchange.dismissal_orders with (security_invoker = true) as
select o.district_code, o.id, o.entry_id, o.contract_id, o.firm_id, o.estate_id, o.street_code, o.community_code, o.executor, o.committee_id, o.why, o.ordered_on, o.state, o.ended_on, o.version,
    o.created_at, o.updated_at
from public.dismissal_orders o;

create view exchange.removal_cases with (security_invoker = true) as
select r.district_code, r.id, r.contract_id, r.trigger, r.opened_on, r.assembly_on, r.households_for, r.households_voted, r.households_all, r.area_for_m2, r.area_voted_m2, r.area_all_m2, r.consented,
    r.motion_id, r.executed_by, r.executed_on, r.replacement_contract_id, r.version
from public.removal_cases r;

create view exchange.disclosures with (security_invoker = true) as
select d.district_code, d.id, d.estate_id, d.street_code, d.community_code, d.publisher, d.firm_id, d.item, d.period_from, d.period_to, d.published_on, d.place, d.income, d.expense, d.state,
    d.recorded_at, d.checked_on, d.version, d.updated_at
from public.disclosures d
where d.state <> 'queried';

create view exchange.target_snapshots with (security_invoker = true) as
select s.district_code, s.id, s.scheme_id, s.scheme_code, s.scheme_number, s.as_of, s.revision, s.met, s.missed, s.warnings, s.told, s.values_hash, s.frozen_at
from public.target_snapshots s;
grant select on exchange.ranking_snapshots, exchange.supervision_listings, exchange.suspension_proposals, exchange.dishonest_entries, exchange.dismissal_orders, exchange.removal_cases,
    exchange.disclosures, exchange.target_snapshots to wuye_district, wuye_platform;

reset role;
