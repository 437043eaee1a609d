-- Rows that passed are taken over, whatever the register: what they say is laid over the row that is there, and only a row that comes out different is
-- written, its predecessor kept in <register>_past. Each register says which row a line means (import_resolve_<register>) and what follows from it
-- (import_follow_<register>, where there is something); one whose rows have a life of their own takes them over by itself (import_take_<register>). Everything runs with the caller's rights under the caller's row security.
set role wuye_owner;

-- UUIDv7, as the program makes them: the time first, so that what is made together lies together, and to the microsecond, so that rows of a file keep their order.
create or replace function import_id() returns uuid language sql volatile as $$
    select encode(overlay(overlay(uuid_send(gen_random_uuid())
        placing substring(int8send(t.us / 1000) from 3) from 1 for 6)
        placing int2send((28672 + t.us % 1000 * 4096 / 1000)::smallint) from 7 for 2), 'hex')::uuid
    from (select (extract(epoch from clock_timestamp()) * 1000000)::bigint as us) t
$$;

create or replace function import_ready(import uuid, first bigint, last bigint) returns table (line bigint, cells jsonb) language plpgsql stable as $$
#variable_conflict use_column
begin
    return query
    select r.line, r.cells
    from import_rows r
    where r.district_code = (select current_district()) and r.import_id = import and r.line between first and last
      and (select true from import_problems p where p.district_code = (select current_district()) and p.import_id = import and p.line = r.line limit 1) is null
    order by r.line;
end $$;

-- The statement that takes over one chunk of a register; made from the table itself, so that a column added to it is written and kept by itself. Empty cells
-- of a column that must have a value and has a default mean that default.
create or replace function import_statement(register text) returns text language plpgsql stable as $$
declare
    past boolean := to_regclass('public.' || register || '_past') is not null;
    own constant text[] := '{district_code,id,version,created_at,updated_at,known_from}';
    every_column text;
    old_values text;
    names text;
    new_values text;
    settings text;
    differs text;
begin
    select string_agg(format('%I', c.name), ', ' order by c.number), string_agg(format('(c.was).%I', c.name), ', ' order by c.number),
           string_agg(format('%I', c.name), ', ' order by c.number) filter (where c.name <> all (own)),
           string_agg(format(c.value, 'n.new'), ', ' order by c.number) filter (where c.name <> all (own)),
           string_agg(format('%I = ', c.name) || format(c.value, 'c.new'), ', ' order by c.number) filter (where c.name <> all (own)),
           string_agg(format(c.value, 'k.new') || format(' is distinct from (k.was).%I', c.name), ' or ' order by c.number) filter (where c.name <> all (own))
    into every_column, old_values, names, new_values, settings, differs
    from (
        select a.attname as name, a.attnum as number,
               case when a.attnotnull and d.adbin is not null then format('coalesce((%%s).%I, %s)', a.attname, pg_get_expr(d.adbin, d.adrelid))
                    else format('(%%s).%I', a.attname) end as value
        from pg_attribute a
        left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
        where a.attrelid = to_regclass('public.' || register) and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    ) c;
    return format($statement$
        with i as materialized (
            select * from %1$I($1, $2, $3, $4)
        ), known as materialized (
            select i.line, i.touched, l.t as was, jsonb_populate_record(l.t, i.cells) as new, l.moment
            from (select * from i where i.id is not null order by i.id) i
            cross join lateral (
                select t, %2$s as moment from public.%3$I t
                where t.district_code = (select current_district()) and t.id = i.id for update) l
        ), changed as materialized (
            select * from known k where k.touched or %4$s
        ), kept as (
            %5$s
        ), updated as (
            update public.%3$I t set %6$s, version = t.version + 1, updated_at = c.moment %7$s
            from changed c
            where t.district_code = (select current_district()) and t.id = (c.was).id
            returning 1
        ), created as (
            insert into public.%3$I (district_code, id, created_at, updated_at %8$s, %9$s)
            select current_district(), import_id(), $4, $4 %10$s, %11$s
            from (select i.line, jsonb_populate_record(null::public.%3$I, i.cells) as new from i where i.id is null order by i.line) n
            returning 1
        )
        select (select count(*) from created), (select count(*) from updated), (select count(*) from known) - (select count(*) from updated)
        $statement$,
        'import_resolve_' || register,
        case when past then 'greatest($4, t.known_from + interval ''1 microsecond'')' else '$4' end,
        register, differs,
        case when past then format('insert into public.%I (%s, known_to) select %s, c.moment from changed c', register || '_past', every_column, old_values)
             else 'select 1' end,
        settings, case when past then ', known_from = c.moment' else '' end,
        case when past then ', known_from' else '' end, names, case when past then ', $4' else '' end, new_values);
end $$;

drop function if exists import_take_over(uuid, text, bigint, bigint, timestamptz);
create function import_take_over(import uuid, register text, first bigint, last bigint, moment timestamptz,
    out created bigint, out updated bigint, out unchanged bigint, out problems jsonb) language plpgsql as $$
begin
    problems := '[]';
    if to_regprocedure(format('public.import_take_%s(uuid, bigint, bigint, timestamptz)', register)) is not null then
        execute format('select t.* from %I($1, $2, $3, $4) t', 'import_take_' || register) into created, updated, unchanged, problems using import, first, last, moment;
        return;
    end if;
    if register = 'contracts' then
        set constraints contract_estates_contract deferred;
    end if;
    execute import_statement(register) into created, updated, unchanged using import, first, last, moment;
    if to_regprocedure(format('public.import_follow_%s(uuid, bigint, bigint, timestamptz)', register)) is not null then
        execute format('select %I($1, $2, $3, $4)', 'import_follow_' || register) using import, first, last, moment;
    end if;
end $$;

-- A rule of the table that a row breaks, or a row that another broke meanwhile: halves are tried until the row is found, the others go on.
create or replace function import_attempt(import uuid, register text, first bigint, last bigint, moment timestamptz,
    out created bigint, out updated bigint, out unchanged bigint, out problems jsonb) language plpgsql as $$
declare
    broken text;
    middle bigint;
    half record;
begin
    begin
        select t.* into created, updated, unchanged, problems from import_take_over(import, register, first, last, moment) t;
        return;
    exception when integrity_constraint_violation or data_exception then
        get stacked diagnostics broken = constraint_name;
    end;
    problems := '[]';
    created := 0;
    updated := 0;
    unchanged := 0;
    select percentile_disc(0.5) within group (order by r.line) into middle from import_ready(import, first, last) r;
    if (select count(*) from import_ready(import, first, last)) <= 1 then
        select jsonb_build_array(jsonb_build_object('line', middle, 'column', k.name, 'code', coalesce(k.code, 'rule_broken'),
                   'zh', coalesce(k.zh, format('违反规则“%s”', broken)), 'en', coalesce(k.en, format('breaks the rule "%s"', broken))))
        into problems
        from (values (1)) one (row)
        left join (values
            ('contract_estates_one_at_a_time', 'estates', 'overlap', '小区在此期间已有同类合同', 'an estate has a contract of this kind in the period'),
            ('staff_still_assigned', 'left_on', 'staff_still_assigned', '离职当日仍任职务，应先免去', 'holds a post on that day or later, which ends first'),
            ('service_hotline_required', 'service_hotline', 'service_hotline_required', '在营企业须有服务热线', 'a firm in business has a service hotline'),
            ('credit_records_one_fact', 'source_ref', 'credit_fact_counted', '同一事实、项目和对象的记录刚由他人登记', 'a record of the same fact, item and subject was made at the same moment')
        ) k (rule, name, code, zh, en) on k.rule = broken;
        return;
    end if;
    for half in select a.* from (values (first, middle), (middle + 1, last)) h (low, high)
                cross join lateral import_attempt(import, register, h.low, h.high, moment) a loop
        created := created + half.created;
        updated := updated + half.updated;
        unchanged := unchanged + half.unchanged;
        problems := problems || half.problems;
    end loop;
end $$;

-- One chunk. `alone`: it is committed by itself, with the account of it; otherwise the account is written when all is done.
create or replace function import_apply(import uuid, after bigint, size integer, moment timestamptz, alone boolean,
    out last bigint, out rows bigint, out created bigint, out updated bigint, out unchanged bigint, out refused bigint, out problems text)
language plpgsql as $$
declare
    i imports;
    done record;
begin
    select c.last, c.rows into last, rows from import_chunk(import, after, size) c;
    if last is null then
        return;
    end if;
    select * into i from imports m where m.district_code = (select current_district()) and m.id = import and m.finished_at is null;
    if alone and i.id is not null then
        -- It may be over by the time its turn has come, and must not end while the chunk is written.
        perform pg_advisory_xact_lock(hashtextextended('import ' || i.register || ' ' || i.district_code, 0));
        select * into i from imports m where m.district_code = (select current_district()) and m.id = import and m.finished_at is null for update;
    end if;
    if i.id is null then
        raise exception using errcode = 'WU001', message = 'state_conflict';
    end if;
    select * into done from import_attempt(import, i.register, after + 1, last, moment);
    created := done.created;
    updated := done.updated;
    unchanged := done.unchanged;
    refused := jsonb_array_length(done.problems);
    problems := done.problems::text;
    if alone then
        perform import_tell(import, problems);
        update imports m set state = 'applying', beat_at = clock_timestamp(), rows_created = m.rows_created + done.created,
            rows_updated = m.rows_updated + done.updated, rows_unchanged = m.rows_unchanged + done.unchanged, rows_refused = m.rows_refused + import_apply.refused
        where m.district_code = i.district_code and m.id = import and m.finished_at is null;
        if not found then
            raise exception using errcode = 'WU001', message = 'state_conflict';
        end if;
    end if;
end $$;

-- Problems as a JSON array of {line, column, code, zh, en}.
create or replace function import_tell(import uuid, problems text) returns void language sql as $$
    insert into import_problems (district_code, import_id, line, "column", code, zh, en)
    select (select current_district()), import, p.line, p."column", p.code, p.zh, p.en
    from jsonb_to_recordset(problems::jsonb) p (line bigint, "column" text, code text, zh text, en text)
$$;

grant execute on function import_id(), import_ready(uuid, bigint, bigint), import_statement(text),
    import_take_over(uuid, text, bigint, bigint, timestamptz), import_attempt(uuid, text, bigint, bigint, timestamptz),
    import_apply(uuid, bigint, integer, timestamptz, boolean), import_tell(uuid, text) to wuye_district, wuye_street, wuye_company;

reset role;
