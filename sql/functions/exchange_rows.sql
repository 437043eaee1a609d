-- Rows of a dataset as they are told, with the caller's rights: of these things, or behind one in the order of ids. Numbers that are not whole are told as text, as everywhere.
set role wuye_owner;

create or replace function exchange_said(name text) returns text language sql stable set search_path = public, pg_temp as $$
    select 'select v.id, (select to_json(s) from (select ' || string_agg(format(case when a.atttypid = 'numeric'::regtype then 'v.%1$I::text as %1$I' else 'v.%1$I' end, a.attname), ', ' order by a.attnum)
        || format(') s) from exchange.%I v where v.district_code = (select current_district())', name)
    from pg_attribute a
    join pg_class c on c.oid = a.attrelid
    where c.relnamespace = 'exchange'::regnamespace and c.relname = name and a.attnum > 0 and not a.attisdropped
$$;

create or replace function exchange_rows(name text, ids uuid[]) returns table (id uuid, said json) language plpgsql stable as $$
begin
    return query execute exchange_said(name) || ' and v.id = any ($1)' using ids;
end $$;

create or replace function exchange_page(name text, after uuid, most bigint) returns table (id uuid, said json) language plpgsql stable as $$
declare
    query text := exchange_said(name);
begin
    if query is not null then
        return query execute query || case when after is not null then ' and v.id > $1' else '' end || ' order by v.id' || case when most is not null then ' limit $2' else '' end using after, most;
    end if;
end $$;
revoke all on function exchange_said(text), exchange_rows(text, uuid[]), exchange_page(text, uuid, bigint) from public;
grant execute on function exchange_said(text), exchange_rows(text, uuid[]), exchange_page(text, uuid, bigint) to wuye_district, wuye_platform;

reset role;
