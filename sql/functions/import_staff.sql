-- Staff, known by firm, name and certificate; several people of one name without one, by id, which elsewhere says nothing. A firm sees no other firm, so it
-- cannot name one.
set role wuye_owner;

-- The person that a line means: of several of one name and certificate the one who is still there.
create or replace function import_staff_member(uscc text, person text, certificate text) returns setof staff language sql stable as $$
    select s.*
    from (select f.id from firms f where f.district_code = (select current_district()) and f.uscc = import_staff_member.uscc offset 0) f
    cross join lateral (
        select s.* from staff s
        where s.district_code = (select current_district()) and s.firm_id = f.id and s.name = person and s.certificate_no is not distinct from certificate
        order by s.left_on nulls first, s.id limit 1) s
$$;

create or replace function import_check_staff(import uuid, first bigint, last bigint)
returns table (line bigint, "column" text, code text, zh text, en text) language plpgsql as $$
#variable_conflict use_column
begin
    return query
    select i.line, p.name, p.code, p.zh, p.en
    from (select r.line, r.cells, r.cells ->> 'firm.uscc' as uscc
          from import_rows r
          where r.district_code = (select current_district()) and r.import_id = import and r.line between first and last offset 0) i
    left join lateral import_staff_member(i.uscc, i.cells ->> 'name', i.cells ->> 'certificate_no') s on import_day(i.cells ->> 'left_on') is not null
    cross join lateral (values
        ('firm.uscc', i.uscc is not null and not exists (select from firms f where f.district_code = (select current_district()) and f.uscc = i.uscc),
         'unknown_firm', format('没有统一社会信用代码为“%s”的企业', left(i.uscc, 100)), format('there is no firm "%s"', left(i.uscc, 100))),
        ('left_on', import_day(i.cells ->> 'left_on') <= import_day(i.cells ->> 'joined_on'),
         'period', '离职日期不晚于入职日期', 'the end is not after the beginning'),
        ('left_on', import_day(i.cells ->> 'left_on') is distinct from s.left_on and assigned_after((select current_district()), s.id, import_day(i.cells ->> 'left_on')),
         'staff_still_assigned', '离职当日仍任职务，应先免去', 'holds a post on that day or later, which ends first')
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

-- Whoever was given a post since the check does not leave either: the row is locked now, and this sees what was committed before.
create or replace function import_follow_staff(import uuid, first bigint, last bigint, moment timestamptz) returns void language plpgsql volatile as $$
begin
    if exists (
        select from staff_past p
        join staff s on s.district_code = p.district_code and s.id = p.id and s.known_from = p.known_to
        where p.district_code = (select current_district()) and p.known_to >= moment and s.left_on is not null and s.left_on is distinct from p.left_on
          and assigned_after(s.district_code, s.id, s.left_on)) then
        raise exception using errcode = 'check_violation', constraint = 'staff_still_assigned', message = 'staff_still_assigned';
    end if;
end $$;

grant execute on function import_staff_member(text, text, text), import_follow_staff(uuid, bigint, bigint, timestamptz) to wuye_district, wuye_company;
grant execute on function import_check_staff(uuid, bigint, bigint), import_resolve_staff(uuid, bigint, bigint, timestamptz) to wuye_district, wuye_company;

reset role;
