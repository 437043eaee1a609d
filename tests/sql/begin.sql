-- Read by every test: pgTAP in a schema of its own, and two helpers. Nothing stays: the file that reads this ends with rollback.
\set QUIET on
\pset format unaligned
\pset tuples_only on
begin;
set local client_min_messages = warning;
create schema tap;
create extension pgtap schema tap;
set local search_path = public, tap;

-- The rows of a statement of sql/queries/ as a role with a scope would get them. Placeholders and optional lines mean what they mean to the
-- service; a value that is not given is null.
create function pg_temp.answers(role text, scope jsonb, statement text, given jsonb default '{}', conditions text[] default '{}') returns setof jsonb
language plpgsql as $$
declare
    sql text := '';
    line text;
    needs text[];
    found text[];
    got record;
begin
    foreach line in array string_to_array(statement, E'\n') loop
        needs := regexp_split_to_array(substring(line from '-- if (.*)$'), ',\s*');
        continue when exists (select from unnest(needs) n where n not like '!%' and n <> all (conditions) or n like '!%' and substr(n, 2) = any (conditions));
        sql := sql || regexp_replace(line, '(^|\s)-- .*$', '') || E'\n';
    end loop;
    for found in select distinct m from regexp_matches(sql, ':''([a-z_]+)''', 'g') m loop
        sql := replace(sql, ':''' || found[1] || '''', quote_nullable(coalesce(given ->> found[1], scope ->> found[1])));
    end loop;
    perform set_config('wuye.' || k, coalesce(scope ->> k, ''), true) from unnest(array['district', 'street', 'community', 'firm']) k;
    perform set_config('wuye.user', coalesce(scope ->> 'user_id', ''), true);
    perform set_config('search_path', 'as_' || role || ', public', true);
    perform set_config('role', 'wuye_' || role, true);
    begin
        for got in execute sql loop
            return next to_jsonb(got);
        end loop;
    exception when others then
        perform set_config('role', 'none', true), set_config('search_path', 'public, tap', true);
        raise;
    end;
    perform set_config('role', 'none', true), set_config('search_path', 'public, tap', true);
end $$;

-- One member of those rows, as a sorted list.
create function pg_temp.seen(role text, scope jsonb, statement text, member text default 'id', conditions text[] default '{}') returns text[]
language sql as $$
    select coalesce(array_agg(a ->> member order by a ->> member), '{}') from pg_temp.answers(role, scope, statement, '{}', conditions) a
$$;
