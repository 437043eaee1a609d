-- Funds and what of them is promised, as they are answered.
set role wuye_owner;

drop view if exists fund_cards cascade;
create view fund_cards with (security_invoker = true) as
select f.id, f.kind, f.year, f.title, f.basis, f.state, b.budgeted, b.granted, b.free, b.committed, b.paid, b.lapsed, b.lines, a.adjustments,
    f.approved_at, f.closed_at, f.closed_reason, f.version, f.created_at, f.updated_at
from funds f
cross join lateral (
    select sum(l.amount) as budgeted, sum(l.granted) as granted, sum(l.free) as free, sum(l.committed) as committed, sum(l.paid) as paid, sum(l.lapsed) as lapsed,
        jsonb_agg(jsonb_build_object('id', l.line_id, 'purpose', l.purpose, 'amount', l.amount::text, 'granted', l.granted::text, 'free', l.free::text, 'committed', l.committed::text,
            'paid', l.paid::text, 'lapsed', l.lapsed::text) order by l.purpose) as lines
    from fund_balances(f.id) l
) b
cross join lateral (
    select coalesce(jsonb_agg(jsonb_build_object('id', d.id, 'purpose', l.purpose, 'direction', d.direction, 'amount', d.amount::text, 'basis', d.basis, 'state', d.state,
        'proposed_on', (d.proposed_at at time zone 'Asia/Shanghai')::date, 'decision', d.decision) order by d.proposed_at, d.id), '[]') as adjustments
    from fund_adjustments d
    join fund_lines l on l.district_code = d.district_code and l.id = d.line_id
    where d.district_code = f.district_code and d.fund_id = f.id
) a;
revoke all on fund_cards from wuye_member;
grant select on fund_cards to wuye_district, wuye_street, wuye_platform;

create function fund_card(fund uuid) returns setof fund_cards language sql volatile as $$
    select c.* from fund_cards c where c.id = fund
$$;

drop view if exists fund_adjustment_cards cascade;
create view fund_adjustment_cards with (security_invoker = true) as
select d.id, d.fund_id, l.purpose, d.direction, d.amount, d.basis, d.state, d.proposed_at, d.decided_at, d.decision, d.version, d.updated_at
from fund_adjustments d
join fund_lines l on l.district_code = d.district_code and l.id = d.line_id;
revoke all on fund_adjustment_cards from wuye_member;
grant select on fund_adjustment_cards to wuye_district;

create function fund_adjustment_card(adjustment uuid) returns setof fund_adjustment_cards language sql volatile as $$
    select c.* from fund_adjustment_cards c where c.id = adjustment
$$;

-- People's names are not for the city platform.
drop view if exists fund_commitment_cards cascade;
create view fund_commitment_cards with (security_invoker = true) as
select c.id, c.fund_id, c.fund_kind, c.year, c.purpose, c.award_class, c.recipient_kind, c.recipient_id,
    case when current_user <> 'wuye_platform' or c.recipient_kind not in ('staff', 'committee_member') then c.recipient_name end as recipient_name,
    c.pays_to, c.firm_id, c.street_code, c.community_code, c.amount, c.basis, c.honour_id, to_jsonb(coalesce(c.estate_ids, '{}')) as estate_ids, c.project_title, c.project_cost, c.state,
    o.paid, o.outstanding, fund_payments(c.id) as payments, c.proposed_at, c.decided_at, c.decision, c.released_at, c.released_reason, c.version, c.updated_at
from fund_commitments c
cross join lateral fund_commitment_open(c.id) o;
revoke all on fund_commitment_cards from wuye_member;
grant select on fund_commitment_cards to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform;

create function fund_commitment_card(commitment uuid) returns setof fund_commitment_cards language sql volatile as $$
    select c.* from fund_commitment_cards c where c.id = commitment
$$;
grant execute on function fund_card(uuid), fund_adjustment_card(uuid) to wuye_district;
grant execute on function fund_commitment_card(uuid) to wuye_district, wuye_street;

reset role;
