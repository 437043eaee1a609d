-- Estates, known by their code within the district.
-- incoming: district_code, code, name, street_code, community_code, area_m2, households, building_type, old_kind, new_or_old, is_key,
-- party_org, service_room_use.
drop table if exists pg_temp.problems;
create temporary table problems (line bigint, "column" text, code text, zh text, en text) on commit drop;

insert into problems
select i.line, c.name, 'required', '必填', 'is required'
from incoming i cross join lateral (values
    ('district_code', i.district_code), ('code', i.code), ('name', i.name), ('street_code', i.street_code),
    ('community_code', i.community_code), ('area_m2', i.area_m2), ('building_type', i.building_type), ('new_or_old', i.new_or_old),
    ('is_key', i.is_key), ('party_org', i.party_org)) as c(name, value)
where c.value is null;

insert into problems
select i.line, c.name, 'not_a_boolean', format('“%s”应为true或false', c.value), format('"%s" should be true or false', c.value)
from incoming i cross join lateral (values ('is_key', i.is_key), ('party_org', i.party_org)) as c(name, value)
where c.value not in ('true', 'false');

insert into problems
select i.line, c.name, 'not_a_number', format('“%s”不是规定格式的数值', c.value), format('"%s" is not a number of the form asked for', c.value)
from incoming i cross join lateral (values
    ('area_m2', i.area_m2, '^[0-9]{1,12}([.][0-9]{1,2})?$'), ('households', i.households, '^[0-9]{1,7}$')) as c(name, value, pattern)
where c.value !~ c.pattern;

insert into problems
select i.line, c.name, 'unknown_code', format('“%s”不在代码表%s中', c.value, c.list), format('"%s" is not a code of %s', c.value, c.list)
from incoming i cross join lateral (values
    ('building_type', 'building_type', i.building_type), ('old_kind', 'old_kind', i.old_kind),
    ('new_or_old', 'new_or_old', i.new_or_old)) as c(name, list, value)
where c.value is not null
    and not exists (select from codes k where k.list_code = c.list and k.code = c.value and k.effective_to is null);

insert into problems
select i.line, 'district_code', 'unknown_district', format('“%s”不是本系统服务的区县', i.district_code),
    format('"%s" is not a district served here', i.district_code)
from incoming i
where i.district_code is not null and not exists (select from districts d where d.district_code = i.district_code);

insert into problems
select i.line, 'community_code', 'unknown_division', format('“%s”不是本区“%s”的社区', i.community_code, i.street_code),
    format('"%s" is not a community of "%s" in this district', i.community_code, i.street_code)
from incoming i
where num_nulls(i.district_code, i.street_code, i.community_code) = 0
    and not exists (
        select from division_jurisdictions j
        where (j.district_code, j.street_code, j.community_code) = (i.district_code, i.street_code, i.community_code) and j.effective_to is null);

insert into problems
select i.line, 'old_kind', 'old_kind_misplaced', '只有老旧小区才有老旧小区类型', 'only an old estate has a kind of old estate'
from incoming i
where i.old_kind is not null and i.new_or_old <> 'old';

insert into problems
select i.line, 'code', 'repeated', format('与第%s行重复', i.first_line), format('repeats line %s', i.first_line)
from (select i.line, min(i.line) over (partition by i.district_code, i.code) as first_line from incoming i) i
where i.line > i.first_line;

insert into estates (
    district_code, code, name, street_code, community_code, area_m2, households, building_type, old_kind, new_or_old, is_key,
    party_org, service_room_use)
select
    i.district_code,
    i.code,
    i.name,
    i.street_code,
    i.community_code,
    i.area_m2::numeric,
    i.households::integer,
    i.building_type,
    i.old_kind,
    i.new_or_old,
    i.is_key::boolean,
    i.party_org::boolean,
    i.service_room_use
from incoming i
where not exists (select from problems)
on conflict (district_code, code) do update set
    name = excluded.name,
    street_code = excluded.street_code,
    community_code = excluded.community_code,
    area_m2 = excluded.area_m2,
    households = excluded.households,
    building_type = excluded.building_type,
    old_kind = excluded.old_kind,
    new_or_old = excluded.new_or_old,
    is_key = excluded.is_key,
    party_org = excluded.party_org,
    service_room_use = excluded.service_room_use,
    version = estates.version + 1,
    updated_at = excluded.updated_at
where (
    estates.name, estates.street_code, estates.community_code, estates.area_m2, estates.households, estates.building_type,
    estates.old_kind, estates.new_or_old, estates.is_key, estates.party_org, estates.service_room_use)
    is distinct from (
    excluded.name, excluded.street_code, excluded.community_code, excluded.area_m2, excluded.households, excluded.building_type,
    excluded.old_kind, excluded.new_or_old, excluded.is_key, excluded.party_org, excluded.service_room_use);

select names_change(d.district_code) from (select distinct i.district_code from incoming i where not exists (select from problems) order by 1) d;

-- What is loaded is as if it had always been there: days that were kept are counted anew.
delete from base_ledger_days k where k.district_code in (select i.district_code from incoming i) and not exists (select from problems);

select line, "column", code, zh, en from problems order by line, "column";
