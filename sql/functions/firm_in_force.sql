-- The firm whose contract covers an estate on a day; a regular contract wins over the preliminary one it follows. Runs as the owner, because
-- the hotline, which must have its tickets routed, reads no contracts; it answers for the caller's district alone.
set role wuye_owner;

create or replace function firm_in_force(district text, estate uuid, day date) returns uuid
language plpgsql stable parallel safe security definer set search_path = public, pg_temp as $$ -- a session plans this once
begin
    return (
        select c.firm_id
        from contract_estates e
        join contracts c on c.district_code = e.district_code and c.id = e.contract_id
        where e.district_code = district and e.estate_id = estate and e.in_force and e.service_period @> day
          and district = (select current_district())
        order by c.kind = 'regular' desc
        limit 1);
end $$;
grant execute on function firm_in_force(text, uuid, date) to wuye_hotline, wuye_district, wuye_street, wuye_community;

reset role;
