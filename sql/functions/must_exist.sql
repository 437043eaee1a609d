-- A list of what belongs to something that is not there is no empty list: the statement asks, and the caller is told 404.
set role wuye_owner;

create or replace function must_exist(there boolean) returns boolean language plpgsql stable parallel safe as $$
begin
    if not there then
        raise exception using errcode = 'WU001', message = 'not_found';
    end if;
    return true;
end $$;
grant execute on function must_exist(boolean) to wuye_member;

reset role;
