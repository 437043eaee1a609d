-- What every member of the datasets means, as the contract says (its schemas as they are served), in the order that the files have them; and those of the figures, with what each figure is.
set role wuye_owner;

create or replace function exchange_dictionary(schemas jsonb)
returns table (nth integer, dataset text, "position" integer, member text, type text, format text, nullable boolean, unit text, codes text, description text)
language sql stable security definer set search_path = public, pg_temp as $$
    with member as (
        select r.position as nth, r.dataset, a.attnum::integer as position, a.attname::text as member, format_type(a.atttypid, a.atttypmod) as kept,
            schemas -> r.schema_name -> 'properties' -> a.attname as own
        from exchange_datasets r
        join pg_attribute a on a.attrelid = to_regclass(format('exchange.%I', r.dataset)) and a.attnum > 0 and not a.attisdropped
    ), said as (
        select m.*, case when m.own ? '$ref' then coalesce(schemas -> split_part(m.own ->> '$ref', '/', 4), '{}') || (m.own - '$ref') else m.own end as p from member m
    ), typed as (
        select s.*, case jsonb_typeof(s.p -> 'type') when 'array' then array(select t from jsonb_array_elements_text(s.p -> 'type') t where t <> 'null') when 'string' then array[s.p ->> 'type'] end as types from said s
    )
    select r.position, r.dataset, 0, 'change', 'string', null, false, null, 'put gone', 'Only in the file `changes`: there, or no longer there or to be seen.'
    from exchange_datasets r where r.kind = 'cases'
    union all
    select t.nth, t.dataset, t.position, t.member, coalesce(array_to_string(t.types, '|'), t.kept), t.p ->> 'format', t.p -> 'type' ? 'null',
        case t.p ->> 'format' when 'money' then 'CNY' when 'area' then 'm2' end,
        coalesce(substring(t.p ->> 'description' from 'list `([a-z_]+)`'),
                 (select string_agg(v, ' ' order by n) from jsonb_array_elements_text(coalesce(t.p -> 'enum', t.p -> 'items' -> 'enum')) with ordinality e (v, n))),
        t.p ->> 'description'
    from typed t
    union all
    select 1000000, 'figures', f.position, f.member, 'string', f.format, f.nullable, f.unit, f.codes, f.description
    from (values
        (1, 'figure', null, false, null, (select string_agg(k.figure, ' ' order by k.place) from exchange_figure_kinds() k), 'What was counted; each of them is a line of `figures.figure` here.'),
        (2, 'dimension', null, false, null, null, 'What `key` names: street, firm, estate, category, source, ledger …; empty for the whole district.'),
        (3, 'key', null, false, null, null, 'Of what it is: a code or an id; `none` is what has none, empty the whole district.'),
        (4, 'value', 'decimal', true, null, null, 'The number, in the unit of its figure; null where there is nothing to divide by, or where it is not told.'),
        (5, 'numerator', 'decimal', true, null, null, 'Of a rate or an average: what was divided. Those of several months are added up.'),
        (6, 'denominator', 'decimal', true, null, null, 'Of a rate or an average: by what it was divided.')
    ) f ("position", member, format, nullable, unit, codes, description)
    union all
    select 1000001, 'figures.figure', k.place, k.figure, 'string', 'decimal', true, k.unit, null, concat(k.zh, ' / ', k.en, case k.kind
        when 'count' then '. Of what came in the month; months are added up.' when 'rate' then '. A share in percent: numerator by denominator.' when 'average' then '. Numerator by denominator.'
        when 'standing' then '. A quarter''s or a year''s is that of its last month.' when 'alone' then '. Of this month alone: months are not added up.' end)
    from exchange_figure_kinds() k
$$;
revoke all on function exchange_dictionary(jsonb) from public;
grant execute on function exchange_dictionary(jsonb) to wuye_worker;

reset role;
