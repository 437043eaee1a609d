-- Each cell by its column's kind (import_columns), then what the register asks of the row: all that is wrong with a row is said at once. Nothing of the register is touched.
set role wuye_owner;

-- Null unless the text is a day that exists. What a program writes as the first moment of a day is that day.
create or replace function import_day(value text) returns date language sql stable parallel safe as $$
    select case when value ~ '^[12][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])([T ]00:00(:00([.]0+)?)?([+]08:00)?)?$' then
        case when substr(value, 9, 2)::integer
                  <= extract(day from (substr(value, 1, 8) || '01')::date + interval '1 month' - interval '1 day')::integer
             then substr(value, 1, 10)::date end end
$$;

-- The rows after a line, so many of them, up to line `last`; null when there is none.
create or replace function import_chunk(import uuid, after bigint, size integer, out last bigint, out rows bigint) language sql stable as $$
    select max(r.line), count(*)
    from (select r.line from import_rows r
          where r.district_code = (select current_district()) and r.import_id = import and r.line > after order by r.line limit size) r
$$;

create or replace function import_check_cells(import uuid, register text, first bigint, last bigint) returns void language plpgsql as $$
begin
    insert into import_problems (district_code, import_id, line, "column", code, zh, en)
    select (select current_district()), import, b.line, b.name, b.code, case b.code
        when 'required' then '必填'
        when 'too_long' then format('超过%s个字符', b.detail)
        when 'not_a_day' then format('“%s”不是有效日期(YYYY-MM-DD)', left(b.value, 100))
        when 'not_a_boolean' then format('“%s”应为true或false', left(b.value, 100))
        when 'not_a_number' then format('“%s”不是规定格式的数值', left(b.value, 100))
        else format('“%s”不在代码表%s中', left(b.value, 100), b.detail) end, case b.code
        when 'required' then 'is required'
        when 'too_long' then format('is longer than %s characters', b.detail)
        when 'not_a_day' then format('"%s" is not a day (YYYY-MM-DD)', left(b.value, 100))
        when 'not_a_boolean' then format('"%s" should be true or false', left(b.value, 100))
        when 'not_a_number' then format('"%s" is not a number of the form asked for', left(b.value, 100))
        else format('"%s" is not a code of %s', left(b.value, 100), b.detail) end
    from (
        select r.line, c."column" as name, coalesce(c.code_list, c.detail) as detail, v.value, case
            when v.value is null then case when c.use = 'required' then 'required' end
            when c.kind in ('text', 'prose') then case when length(v.value) > c.detail::integer then 'too_long' end
            when c.kind = 'day' then case when import_day(v.value) is null then 'not_a_day' end
            when c.kind = 'flag' then case when lower(v.value) not in ('true', 'false') then 'not_a_boolean' end
            when c.kind = 'number' then case when v.value !~ c.detail then 'not_a_number' end
            when c.kind = 'code' then case when not exists (
                select from codes k where k.list_code = c.code_list and k.code = v.value and k.effective_to is null) then 'unknown_code' end
            end as code
        from import_rows r
        join import_columns c on c.register = import_check_cells.register and c.use <> 'ignored'
        cross join lateral (select r.cells ->> c."column") v (value)
        where r.district_code = (select current_district()) and r.import_id = import and r.line between first and last
          and (c.use = 'required' or r.cells ? c."column")
    ) b
    where b.code is not null;

    insert into import_problems (district_code, import_id, line, "column", code, zh, en)
    select (select current_district()), import, r.line, k.name, 'repeated', format('与第%s行重复', f.first_line), format('repeats line %s', f.first_line)
    from import_rows r
    cross join lateral (select min(o.line) from import_rows o
                        where o.district_code = r.district_code and o.import_id = r.import_id and o.natural_key = r.natural_key) f (first_line)
    cross join lateral (select c."column" as name from import_columns c
                        where c.register = import_check_cells.register and c.is_key order by c.position limit 1) k
    where r.district_code = (select current_district()) and r.import_id = import and r.line between first and last and r.line > f.first_line;
end $$;

-- One chunk, and how far that brings the import.
create or replace function import_check(import uuid, after bigint, size integer, moment timestamptz, out last bigint, out rows bigint, out refused bigint)
language plpgsql as $$
declare
    register text;
begin
    select c.last, c.rows into last, rows from import_chunk(import, after, size) c;
    if last is null then
        return;
    end if;
    update imports i set state = 'checking', rows_checked = i.rows_checked + import_check.rows, beat_at = clock_timestamp()
    where i.district_code = (select current_district()) and i.id = import and i.finished_at is null
    returning i.register into register;
    if register is null then
        raise exception using errcode = 'WU001', message = 'state_conflict';
    end if;
    perform import_check_cells(import, register, after + 1, last);
    execute format('insert into import_problems (district_code, import_id, line, "column", code, zh, en) '
                   'select (select current_district()), $1, p.line, p."column", p.code, p.zh, p.en from %I($1, $2, $3) p', 'import_check_' || register)
    using import, after + 1, last;
    select count(distinct p.line) into refused from import_problems p
    where p.district_code = (select current_district()) and p.import_id = import and p.line between after + 1 and import_check.last;
    update imports i set rows_refused = i.rows_refused + import_check.refused
    where i.district_code = (select current_district()) and i.id = import;
end $$;

grant execute on function import_day(text), import_chunk(uuid, bigint, integer), import_check_cells(uuid, text, bigint, bigint),
    import_check(uuid, bigint, integer, timestamptz) to wuye_district, wuye_street, wuye_company;

reset role;
