-- The head of a month's sealed trail; null while there is none.
set role wuye_owner;

create or replace function audit_seal(wanted_district text, month text, out rows bigint, out head text, out previous_head text)
language sql volatile security definer set search_path = public, pg_temp as $$
    select null::bigint, null::text, null::text
$$;
revoke all on function audit_seal(text, text) from public;
grant execute on function audit_seal(text, text) to wuye_worker;

reset role;
