-- The contracts as the register had them when the day was over: those known by then and not replaced by then. Of the caller's scope; the planner sees
-- through it, so a condition on the result uses the tables' indexes. A column added to contracts comes at the end of both lists.
set role wuye_owner;

create or replace function contracts_at(day date) returns setof contracts language sql stable parallel safe as $$
    select t.*
    from contracts t
    where t.known_from < (day + 1)::timestamptz
    union all
    select p.district_code, p.id, p.firm_id, p.registration_no, p.kind, p.award_method, p.service_grade, p.fee_m2_month, p.annual_fee,
            p.service_start, p.fee_start, p.end_date, p.terminated_on, p.fee_cadence, p.fee_relief, p.filed_at, p.review, p.state, p.version,
            p.created_at, p.updated_at, p.service_period, p.in_force, p.known_from,
            p.award_trigger, p.award_reference, p.service_unit_id, p.predecessor_id, p.signed_on, p.entry_reviewed_on, p.termination_reason,
            p.termination_document, p.created_by
    from contracts_past p
    where p.known_from < (day + 1)::timestamptz and p.known_to >= (day + 1)::timestamptz
$$;
grant execute on function contracts_at(date) to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform;

reset role;
