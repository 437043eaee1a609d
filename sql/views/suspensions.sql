-- Proposals of suspension and removal as they are shown. A firm reads what was decided about itself, not by whom.
set role wuye_owner;

-- What a firm reads of the evidence against itself: of issues those that it reads at all, and not the district's decision on them.
create or replace function suspension_told(evidence jsonb) returns jsonb language sql stable as $$
    select jsonb_build_object('rankings', evidence -> 'rankings', 'issues', coalesce(jsonb_agg(e.value - 'decision' order by e.nth), '[]'))
    from jsonb_array_elements(evidence -> 'issues') with ordinality e (value, nth)
    where exists (select from as_company.issue_finds i where i.id = (e.value ->> 'issue_id')::uuid)
$$;

revoke all on function suspension_told(jsonb) from public;
grant execute on function suspension_told(jsonb) to wuye_company;

drop view if exists as_company.suspension_cards, suspension_cards, published_market_access cascade;
create view suspension_cards with (security_invoker = true) as
select p.id, p.firm_id as "firm.id", f.name as "firm.name", f.uscc as "firm.uscc", p.kind, p.cause, p.quarter, to_json(p.criteria) as criteria, p.grounds, p.rules, p.evidence, p.evidence_hash,
    p.state, p.proposed_by, p.proposed_role, p.proposed_at, p.decided_by, p.decided_at, p.decision_reason, p.valid_from, p.valid_to, p.access_id, p.lifted_by, p.lifted_at, p.lift_reason,
    p.lifted_from, p.version, p.updated_at
from suspension_proposals p
join firms f on f.district_code = p.district_code and f.id = p.firm_id;
revoke all on suspension_cards from wuye_member;
grant select on suspension_cards to wuye_district, wuye_street, wuye_community;
create view as_company.suspension_cards with (security_invoker = true) as
select p.id, p.firm_id as "firm.id", f.name as "firm.name", f.uscc as "firm.uscc", p.kind, p.cause, p.quarter, to_json(p.criteria) as criteria, p.grounds, p.rules,
    suspension_told(p.evidence) as evidence, p.evidence_hash, p.state, null::uuid as proposed_by, null::text as proposed_role, p.proposed_at, null::uuid as decided_by, p.decided_at,
    p.decision_reason, p.valid_from, p.valid_to, p.access_id, null::uuid as lifted_by, p.lifted_at, p.lift_reason, p.lifted_from, p.version, p.updated_at
from suspension_proposals p
join firms f on f.district_code = p.district_code and f.id = p.firm_id;
grant select on as_company.suspension_cards to wuye_company;

-- What everybody reads of firms that are kept from the market: since when and until when; no reason, for that may tell of who complained.
create view published_market_access as
select a.id, a.district_code, f.id as "firm.id", f.name as "firm.name", f.uscc as "firm.uscc", a.state, a.valid_from as since, a.valid_to as until
from firm_market_access a
join firms f on f.district_code = a.district_code and f.id = a.firm_id
where a.state in ('suspended', 'exited') and (current_district() is null or a.district_code = current_district());
revoke all on published_market_access from public;
grant select on published_market_access to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public;

-- After what the same statement wrote: volatile, so that it sees that.
create or replace function suspension_card(wanted uuid) returns setof suspension_cards language sql volatile as $$
    select c.* from suspension_cards c where c.id = wanted
$$;
grant execute on function suspension_card(uuid) to wuye_district, wuye_street;

reset role;
