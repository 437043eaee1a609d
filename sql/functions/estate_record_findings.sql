-- What is found against a record, by the numbers in force on its own day: a lease of parking by the developer to outsiders that is longer than allowed
-- (C18), a temporary fee above the district's guide price (C19), spaces for sale only (C20), public space in use without the owners' consent (C17).
-- Calendar months: with six, a lease from 1 January to 30 June is not too long, one to 1 July is.
set role wuye_owner;

create or replace function estate_record_findings(r estate_records) returns jsonb language sql stable parallel safe as $$
    select to_jsonb(array_remove(array[
        case when r.kind = 'parking_lease' and r.lessor = 'developer' and r.lessee = 'outsider'
            and r.ends_on >= r.starts_on + make_interval(months => (select l.value::integer from rule_at('outside_lease_months', '*', r.starts_on) l)) then 'too_long' end,
        case when r.kind = 'parking_fee' and r.amount > (select l.value from rule_at('parking_guide_price', r.category, r.dated_on) l) then 'above_guide_price' end,
        case when r.kind = 'parking_fee' and not exists (select from rule_at('parking_guide_price', r.category, r.dated_on)) then 'no_guide_price' end,
        case when r.kind = 'parking_sale_only' then 'sale_only' end,
        case when r.kind = 'public_space_use' and r.consented_on is null then 'no_consent' end], null))
$$;
grant execute on function estate_record_findings(estate_records) to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform;

-- A statement that names the column is refused to whoever may not read it; this is run for the others alone.
create or replace function estate_record_keeper(record uuid) returns text language plpgsql stable parallel safe as $$
begin
    return (select r.keeper from estate_records r where r.district_code = (select current_district()) and r.id = record);
end $$;
grant execute on function estate_record_keeper(uuid) to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform;

reset role;
