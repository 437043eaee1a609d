-- D06, I05. What the city platform takes over of money: runs of subsidies, deposits, funds.
set role wuye_owner;

drop view if exists exchange.subsidy_runs, exchange.deposits, exchange.funds;
create view exchange.subsidy_runs with (security_invoker = true) as
select r.district_code, r.id, r.scheme_id, to_char(r.month, 'YYYY-MM') as month, r.kind, r.adjusts_id, r.registers_on, r.calculated_on, r.state, r.calculated_at, r.approved_at, r.voided_at, r.closed_at, r.version, r.created_at,
    r.updated_at
from public.subsidy_runs r;

create view exchange.deposits with (security_invoker = true) as
select d.district_code, d.id, d.kind, d.contract_id, d.firm_id, d.street_code, d.terms_id, d.annual_fee, d.rate, d.amount, d.years, d.guaranteed_on, d.state, d.opened_on, d.due_on, d.received_on,
    d.ended_on, d.settled_refund, d.forfeited, d.version, d.created_at, d.updated_at
from public.deposits d;

create view exchange.funds with (security_invoker = true) as
select f.district_code, f.id, f.kind, f.year, f.title, f.basis, f.state, f.approved_at, f.closed_at, f.version, f.created_at, f.updated_at
from public.funds f;
grant select on exchange.subsidy_runs, exchange.deposits, exchange.funds to wuye_district, wuye_platform;

reset role;
