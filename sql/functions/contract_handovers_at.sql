-- The handovers of contracts as the register had them when the day was over; of the caller's scope. The planner sees through it, as through contracts_at(). A
-- column added to contract_handovers comes at the end of all three lists.
set role wuye_owner;

create or replace function contract_handovers_at(day date) returns setof contract_handovers language sql stable parallel safe as $$
    select u.district_code, u.contract_id, u.due, u.receiver, u.rooms_on, u.facilities_on, u.documents_on, u.fee_statement_on, u.refused_on, u.refusal, u.known_from
    from (
        select t.district_code, t.contract_id, t.due, t.receiver, t.rooms_on, t.facilities_on, t.documents_on, t.fee_statement_on, t.refused_on, t.refusal, t.known_from,
               'infinity'::timestamptz as known_to
        from contract_handovers t
        union all
        select p.district_code, p.contract_id, p.due, p.receiver, p.rooms_on, p.facilities_on, p.documents_on, p.fee_statement_on, p.refused_on, p.refusal, p.known_from,
               p.known_to
        from contract_handovers_past p
    ) u
    where u.known_from < (day + 1)::timestamptz and u.known_to >= (day + 1)::timestamptz
$$;
grant execute on function contract_handovers_at(date) to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform;

reset role;
