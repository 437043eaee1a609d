-- May the holder of a token of this epoch still come in? Each trip asks in the statement of its settings: one probe of a primary key. Whoever is disabled,
-- gone, moved or has a new password is refused with WU002 on every server at once, whatever a server remembers of the token.
set role wuye_owner;

create or replace function user_admitted(district text, holder uuid, epoch bigint) returns boolean
language plpgsql stable parallel safe security definer set search_path = public, pg_temp as $$
begin
    perform from users u where u.district_code = district and u.id = holder and u.token_epoch = epoch and u.state = 'active';
    if not found then
        raise exception using errcode = 'WU002', message = 'user_not_admitted';
    end if;
    return true;
end $$;

create or replace function client_admitted(district text, holder uuid, epoch bigint) returns boolean
language plpgsql stable parallel safe security definer set search_path = public, pg_temp as $$
begin
    perform from clients c where c.district_code = district and c.id = holder and c.token_epoch = epoch and c.state = 'active';
    if not found then
        raise exception using errcode = 'WU002', message = 'client_not_admitted';
    end if;
    return true;
end $$;

revoke all on function user_admitted(text, uuid, bigint), client_admitted(text, uuid, bigint) from public;
grant execute on function user_admitted(text, uuid, bigint), client_admitted(text, uuid, bigint) to wuye_member;

reset role;
