-- A deposit as it is shown, with its instalments.
set role wuye_owner;

drop view if exists deposit_cards cascade;
create view deposit_cards with (security_invoker = true) as
select d.id, d.kind, d.state, d.firm_id as "firm.id", f.name as "firm.name", f.uscc as "firm.uscc", d.contract_id, d.street_code, d.terms_id, d.legal_basis, d.decision,
    d.annual_fee, d.rate, d.amount, d.years, d.opened_on, d.due_on, d.guarantee_document, d.guaranteed_on, d.received_on, d.bank_reference,
    deposit_held(d)::numeric(16,2) as held, d.ended_on, d.end_reason, d.end_document, d.settled_refund, d.settled_reference, d.forfeited,
    (select coalesce(json_agg(json_build_object(
        'year_no', i.year_no, 'period_from', i.period_from, 'period_to', i.period_to, 'due_on', i.due_on, 'nominal', i.nominal::text, 'state', i.state, 'scores', i.scores,
        'score', i.score::text, 'ratio', i.ratio::text, 'refunded', i.refunded::text, 'withheld', i.withheld::text, 'withheld_reason', i.withheld_reason,
        'assessed_on', i.assessed_on, 'refunded_on', i.refunded_on, 'bank_reference', i.bank_reference) order by i.year_no), '[]')
     from deposit_instalments i where i.district_code = d.district_code and i.deposit_id = d.id) as instalments,
    d.version, d.created_at, d.updated_at
from deposits d
left join firms f on f.district_code = d.district_code and f.id = d.firm_id;
revoke all on deposit_cards from wuye_member;
grant select on deposit_cards to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform;

-- After what the same statement wrote: volatile, so that it sees that.
create function deposit_card(deposit uuid) returns setof deposit_cards language sql volatile as $$
    select c.* from deposit_cards c where c.id = deposit
$$;
grant execute on function deposit_card(uuid) to wuye_district, wuye_street, wuye_community;

reset role;
