-- Whether a month (YYYY-MM) is told to the city for good: its package is frozen, or a later version of it is. Where there are no packages, none is.
set role wuye_owner;

create or replace function month_is_frozen(wanted text, district text default current_district()) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
    frozen boolean := false;
begin
    if to_regclass('exchange_packages') is not null then
        execute 'select exists (select from exchange_packages p where p.district_code = $1 and p.month = $2 and p.state in (''frozen'', ''superseded''))' into frozen using district, wanted;
    end if;
    return frozen;
end $$;
grant execute on function month_is_frozen(text, text) to wuye_district, wuye_street, wuye_community, wuye_company, wuye_worker;

reset role;
