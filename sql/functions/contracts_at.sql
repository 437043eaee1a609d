-- The contracts as the register had them when the day was over: those known by then and not replaced by then. Of the caller's scope. The planner sees
-- through it: neither half has a condition of its own, so that a condition, an order and a limit on the result reach the indexes of both tables
-- (a half with a where clause would be read and sorted whole). A column added to contracts comes at the end of all three lists.
set role wuye_owner;

create or replace function contracts_at(day date) returns setof contracts language sql stable parallel safe as $$
    select u.district_code, u.id, u.firm_id, u.registration_no, u.kind, u.award_method, u.service_grade, u.fee_m2_month, u.annual_fee,
           u.service_start, u.fee_start, u.end_date, u.terminated_on, u.fee_cadence, u.fee_relief, u.filed_at, u.review, u.state, u.version,
           u.created_at, u.updated_at, u.service_period, u.in_force, u.known_from, u.award_trigger, u.award_reference, u.service_unit_id,
           u.predecessor_id, u.signed_on, u.entry_reviewed_on, u.termination_reason, u.termination_document, u.created_by, null::xid8
    from (
        select t.district_code, t.id, t.firm_id, t.registration_no, t.kind, t.award_method, t.service_grade, t.fee_m2_month, t.annual_fee,
               t.service_start, t.fee_start, t.end_date, t.terminated_on, t.fee_cadence, t.fee_relief, t.filed_at, t.review, t.state, t.version,
               t.created_at, t.updated_at, t.service_period, t.in_force, t.known_from, t.award_trigger, t.award_reference, t.service_unit_id,
               t.predecessor_id, t.signed_on, t.entry_reviewed_on, t.termination_reason, t.termination_document, t.created_by,
               'infinity'::timestamptz as known_to
        from contracts t
        union all
        select p.district_code, p.id, p.firm_id, p.registration_no, p.kind, p.award_method, p.service_grade, p.fee_m2_month, p.annual_fee,
               p.service_start, p.fee_start, p.end_date, p.terminated_on, p.fee_cadence, p.fee_relief, p.filed_at, p.review, p.state, p.version,
               p.created_at, p.updated_at, p.service_period, p.in_force, p.known_from, p.award_trigger, p.award_reference, p.service_unit_id,
               p.predecessor_id, p.signed_on, p.entry_reviewed_on, p.termination_reason, p.termination_document, p.created_by,
               p.known_to
        from contracts_past p
    ) u
    where u.known_from < (day + 1)::timestamptz and u.known_to >= (day + 1)::timestamptz
$$;
grant execute on function contracts_at(date) to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform;

reset role;
