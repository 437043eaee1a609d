-- Runs of a subsidy as they are answered. What is summed up is what row security shows: all of it for the district, its own for a street, its estates' or its own second leg for a
-- community and a firm. Who did what is told to the district, so that who may not do the next thing knows it; of the assessment to its street too.
set role wuye_owner;

drop view if exists subsidy_run_cards cascade;
create view subsidy_run_cards with (security_invoker = true) as
select r.id, r.scheme_id, to_char(r.month, 'YYYY-MM') as month, r.kind, r.adjusts_id, r.reason, coalesce(r.calculated_on, r.registers_on) as registers_on, r.state, r.remainder,
    case when w.whole then t.lines else l.lines end as lines, t.amount, t.payable, t.paid_to_streets, case when w.whole then t.paid_amount else l.paid_amount end as paid_amount,
    case when w.whole then t.paid_to_firms else f.paid_to_firms end as paid_to_firms, t.returned,
    t.calculated as "streets.calculated", t.district_approved as "streets.district_approved", t.paid_to_street as "streets.paid_to_street", t.street_assessed as "streets.street_assessed",
    t.paid_to_firm as "streets.paid_to_firm", t.closed as "streets.closed", t.void as "streets.void",
    case when w.office then r.created_by end as created_by, case when w.office then r.calculated_by end as calculated_by, r.calculated_at,
    case when w.office then r.approved_by end as approved_by, r.approved_at, r.voided_at, r.void_reason, r.closed_at, r.version, r.created_at, r.updated_at
from subsidy_runs r
cross join lateral (select current_user in ('wuye_district', 'wuye_street', 'wuye_platform') as whole, current_user = 'wuye_company' as company,
    current_user = 'wuye_district' as office) w -- asked within each sum as well, so that it is not made for nothing
left join lateral (
    select coalesce(sum(s.lines), 0)::integer as lines, coalesce(sum(s.amount), 0)::numeric(16,2) as amount, coalesce(sum(s.payable), 0)::numeric(16,2) as payable,
        coalesce(sum(s.payable) filter (where s.paid_at is not null or s.payable < 0 and s.state = 'closed'), 0)::numeric(16,2) as paid_to_streets,
        sum(s.paid_amount)::numeric(16,2) as paid_amount, coalesce(sum(s.returned), 0)::numeric(16,2) as returned,
        count(*) filter (where s.state = 'calculated')::integer as calculated, count(*) filter (where s.state = 'district_approved')::integer as district_approved,
        count(*) filter (where s.state = 'paid_to_street')::integer as paid_to_street, count(*) filter (where s.state = 'street_assessed')::integer as street_assessed,
        count(*) filter (where s.state = 'paid_to_firm')::integer as paid_to_firm, count(*) filter (where s.state = 'closed')::integer as closed,
        count(*) filter (where s.state = 'void')::integer as void,
        coalesce(sum(case s.state when 'street_assessed' then p.paid_amount when 'paid_to_firm' then s.paid_amount when 'closed' then s.paid_amount end), 0)::numeric(16,2) as paid_to_firms
    from subsidy_run_streets s
    -- A street that is done has paid all that it owed: only where one is not are its firms read.
    left join lateral (
        select sum(o.paid_amount) as paid_amount
        from subsidy_run_firms o
        where s.state = 'street_assessed' and o.district_code = s.district_code and o.run_id = s.run_id and o.street_code = s.street_code and o.paid_at is not null
    ) p on true
    where w.whole and s.district_code = r.district_code and s.run_id = r.id
) t on w.whole
left join lateral (
    select coalesce(sum(o.paid_amount) filter (where o.paid_at is not null), 0)::numeric(16,2) as paid_to_firms
    from subsidy_run_firms o
    where w.company and o.district_code = r.district_code and o.run_id = r.id
) f on w.company
left join lateral (
    select count(*)::integer as lines, sum(o.paid_amount)::numeric(16,2) as paid_amount
    from subsidy_run_lines o
    where not w.whole and o.district_code = r.district_code and o.run_id = r.id
) l on not w.whole;
revoke all on subsidy_run_cards from wuye_member;
grant select on subsidy_run_cards to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform;

create function subsidy_run_card(run uuid) returns setof subsidy_run_cards language sql volatile as $$
    select c.* from subsidy_run_cards c where c.id = run
$$;
grant execute on function subsidy_run_card(uuid) to wuye_district, wuye_street;

-- A street in a run, with the posting of leg 1: to it, or back from it.
drop view if exists subsidy_run_street_cards cascade;
create view subsidy_run_street_cards with (security_invoker = true) as
select s.street_code, s.run_id, s.state, s.lines, s.amount, s.brought, s.payable, p.number as posting_number, p.booked_on, p.bank_reference, s.paid_amount,
    coalesce(case s.state
        when 'street_assessed' then (select sum(f.paid_amount) from subsidy_run_firms f
                                     where f.district_code = s.district_code and f.run_id = s.run_id and f.street_code = s.street_code and f.paid_at is not null)
        when 'paid_to_firm' then s.paid_amount
        when 'closed' then s.paid_amount end, 0)::numeric(16,2) as paid_to_firms,
    s.returned, case when current_user <> 'wuye_platform' then s.assessed_by end as assessed_by, s.assessed_at, s.closed_at
from subsidy_run_streets s
left join money_postings p on p.district_code = s.district_code and p.cause_kind = 'subsidy_run' and p.cause_id = s.run_id and p.step = 'leg1' and p.part = s.street_code;
revoke all on subsidy_run_street_cards from wuye_member;
grant select on subsidy_run_street_cards to wuye_district, wuye_street, wuye_platform;

create function subsidy_run_street_card(run uuid, street text) returns setof subsidy_run_street_cards language sql volatile as $$
    select c.* from subsidy_run_street_cards c where c.run_id = run and c.street_code = street
$$;
grant execute on function subsidy_run_street_card(uuid, text) to wuye_street;

reset role;
