-- What is counted of a month, into exchange_figures of its package.
set role wuye_owner;

create or replace function exchange_count_figures(wanted_district text, package uuid, month text) returns void
language sql volatile security definer set search_path = public, pg_temp as $$
    select
$$;
revoke all on function exchange_count_figures(text, uuid, text) from public;
grant execute on function exchange_count_figures(text, uuid, text) to wuye_worker;

reset role;
