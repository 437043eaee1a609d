-- Staff, known by firm, name and certificate; several people of one name without one, by id, which elsewhere says nothing. A firm sees no other firm, so it
-- cannot name one.
set role wuye_owner;

create or replace function import_check_staff(import uuid, first bigint, last bigint)
returns table (line bigint, "column" text, code text, zh text, en text) language plpgsql as $$
#variable_conflict use_column
begin
    return query
    select i.line, p.name, p.code, p.zh, p.en
    from (select r.line, r.cells, r.cells ->> 'firm.uscc' as uscc
          from import_rows r
          where r.district_code = (select current_district()) and r.import_id = import and r.line between first and last offset 0) i
    cross join lateral (values
        ('firm.uscc', i.uscc is not null and not exists (select from firms f where f.district_code = (select current_district()) and f.uscc = i.uscc),
         'unknown_firm', format('没有统一社会信用代码为“%s”的企业', left(i.uscc, 100)), format('there is no firm "%s"', left(i.uscc, 100))),
        ('left_on', import_day(i.cells ->> 'left_on') <= import_day(i.cells ->> 'joined_on'),
         'period', '离职日期不晚于入职日期', 'the end is not after the beginning')
    ) p (name, bad, code, zh, en)
    where p.bad;
end $$;

create or replace function import_resolve_staff(import uuid, first bigint, last bigint, moment timestamptz)
returns table (line bigint, id uuid, cells jsonb, touched boolean) language plpgsql as $$
#variable_conflict use_column
begin
    return query
    select r.line, coalesce(k.id, s.id), r.cells - 'id' || jsonb_build_object('firm_id', f.id), false
    from (select r.*, r.cells ->> 'firm.uscc' as uscc, r.cells ->> 'name' as name, r.cells ->> 'certificate_no' as certificate_no,
                 case when r.cells ->> 'id' ~ '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$' then (r.cells ->> 'id')::uuid end as known
          from import_ready(import, first, last) r offset 0) r
    left join lateral (select f.id from firms f where f.district_code = (select current_district()) and f.uscc = r.uscc offset 0) f on true
    left join lateral (
        select s.id from staff s
        where s.district_code = (select current_district()) and s.id = r.known and s.firm_id = f.id) k on true
    left join lateral (
        select s.id from staff s
        where k.id is null and s.district_code = (select current_district()) and s.firm_id = f.id and s.name = r.name
          and s.certificate_no is not distinct from r.certificate_no
        order by (s.joined_on is not distinct from import_day(r.cells ->> 'joined_on')) desc, s.left_on nulls first, s.id limit 1) s on true;
end $$;

grant execute on function import_check_staff(uuid, bigint, bigint), import_resolve_staff(uuid, bigint, bigint, timestamptz) to wuye_district, wuye_company;

reset role;
