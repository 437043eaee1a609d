set role wuye_owner;

-- The state of a contract on a day. People's decisions are stored; that a contract begins, nears its end and ends is the calendar's doing, and what was
-- loaded as active, expiring or expired counts as filed. A terminated contract is so on its last day of service already: that is the day of handing over.

create or replace function contract_state(stored text, first_day date, end_date date, terminated_on date, day date, expiring_days integer)
returns text language sql immutable parallel safe as $$
    select case
        when stored in ('draft', 'entry_review', 'handover', 'refused', 'closed') then stored
        when terminated_on <= day then 'terminated'
        when end_date < day then 'expired'
        when day < first_day then 'filed'
        when least(end_date, terminated_on) - day < expiring_days then 'expiring'
        else 'active' end
$$;
grant execute on function contract_state(text, date, date, date, date, integer) to wuye_member;

-- What a contract serves, beyond the estates that the caller may read in full: names and codes are no secret, and a contract across two streets is one
-- contract for both. Each runs as the owner, answers for the caller's district alone, and is asked of contracts that the caller sees.

drop function if exists contract_estate_names(uuid);
create or replace function contract_estate_names(contract uuid, day date) returns json
language sql stable parallel safe security definer set search_path = public, pg_temp as $$
    select coalesce(json_agg(json_build_object('id', e.id, 'code', e.code, 'name', e.name) order by e.code), '[]')
    from contract_estates_at(day) m
    cross join lateral (select e.* from estates_at(day) e where e.district_code = m.district_code and e.id = m.estate_id) e
    where m.district_code = (select current_district()) and m.contract_id = contract
$$;

create or replace function contract_streets(contract uuid) returns text[]
language sql stable parallel safe security definer set search_path = public, pg_temp as $$
    select coalesce(array_agg(distinct e.street_code), '{}')
    from contract_estates m
    join estates e on e.district_code = m.district_code and e.id = m.estate_id
    where m.district_code = (select current_district()) and m.contract_id = contract
$$;

-- Estates by their codes; a firm may name one that it has no contract for yet.
create or replace function estates_by_code(codes text[]) returns table (id uuid, code text, street_code text)
language sql stable parallel safe security definer set search_path = public, pg_temp as $$
    select e.id, e.code, e.street_code
    from estates e
    where e.district_code = (select current_district()) and e.code = any(codes)
$$;

-- The estates bundled in a service unit; whoever drafts a contract for it names them all.
create or replace function service_unit_estate_names(unit uuid) returns json
language sql stable parallel safe security definer set search_path = public, pg_temp as $$
    select coalesce(json_agg(json_build_object('id', e.id, 'code', e.code, 'name', e.name) order by e.code), '[]')
    from service_unit_estates m
    join estates e on e.district_code = m.district_code and e.id = m.estate_id
    where m.district_code = (select current_district()) and m.service_unit_id = unit
$$;

create or replace function service_unit_codes(unit uuid) returns text[]
language sql stable parallel safe security definer set search_path = public, pg_temp as $$
    select array_agg(e.code)
    from service_unit_estates m
    join estates e on e.district_code = m.district_code and e.id = m.estate_id
    where m.district_code = (select current_district()) and m.service_unit_id = unit
$$;
grant execute on function contract_estate_names(uuid, date), contract_streets(uuid), estates_by_code(text[]), service_unit_estate_names(uuid), service_unit_codes(uuid)
    to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform;

reset role;
