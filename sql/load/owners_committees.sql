-- Owners' bodies, known by estate, kind and the day they were established. Ending one is not a matter of loading.
-- incoming: district_code, estate_code, kind, status, established_on, term_from, term_to, member_count, party_member_count, no_oc_reason.
drop table if exists pg_temp.problems;
create temporary table problems (line bigint, "column" text, code text, zh text, en text) on commit drop;

-- Null unless the text is a day that exists.
create or replace function pg_temp.day(text) returns date language plpgsql immutable strict as $$
begin
    return case when $1 ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' then $1::date end;
exception when datetime_field_overflow then
    return null;
end $$;

insert into problems
select i.line, c.name, 'required', '必填', 'is required'
from incoming i cross join lateral (values
    ('district_code', i.district_code), ('estate_code', i.estate_code), ('kind', i.kind), ('status', i.status),
    ('established_on', i.established_on)) as c(name, value)
where c.value is null;

insert into problems
select i.line, c.name, 'not_a_day', format('“%s”不是有效日期(YYYY-MM-DD)', c.value), format('"%s" is not a day (YYYY-MM-DD)', c.value)
from incoming i cross join lateral (values ('established_on', i.established_on), ('term_from', i.term_from), ('term_to', i.term_to)) as c(name, value)
where c.value is not null and pg_temp.day(c.value) is null;

insert into problems
select i.line, c.name, 'not_a_number', format('“%s”不是规定格式的数值', c.value), format('"%s" is not a number of the form asked for', c.value)
from incoming i cross join lateral (values
    ('member_count', i.member_count, '^[0-9]{1,7}$'), ('party_member_count', i.party_member_count, '^[0-9]{1,7}$')) as c(name, value, pattern)
where c.value !~ c.pattern;

insert into problems
select i.line, c.name, 'unknown_code', format('“%s”不在代码表%s中', c.value, c.list), format('"%s" is not a code of %s', c.value, c.list)
from incoming i cross join lateral (values
    ('kind', 'oc_kind', i.kind), ('status', 'oc_status', i.status), ('no_oc_reason', 'no_oc_reason', i.no_oc_reason)) as c(name, list, value)
where c.value is not null
    and not exists (select from codes k where k.list_code = c.list and k.code = c.value and k.effective_to is null);

insert into problems
select i.line, 'district_code', 'unknown_district', format('“%s”不是本系统服务的区县', i.district_code),
    format('"%s" is not a district served here', i.district_code)
from incoming i
where i.district_code is not null and not exists (select from districts d where d.district_code = i.district_code);

insert into problems
select i.line, 'estate_code', 'unknown_estate', format('没有代码为“%s”的小区', i.estate_code), format('there is no estate "%s"', i.estate_code)
from incoming i
where i.estate_code is not null and not exists (select from estates e where e.district_code = i.district_code and e.code = i.estate_code);

insert into problems
select i.line, 'kind', 'repeated', format('与第%s行重复', i.first_line), format('repeats line %s', i.first_line)
from (select i.line, min(i.line) over (partition by i.district_code, i.estate_code, i.kind) as first_line from incoming i) i
where i.line > i.first_line;

insert into problems
select i.line, 'term_to', 'period', '结束日期须晚于开始日期', 'the end is not after the beginning'
from incoming i where pg_temp.day(i.term_to) <= pg_temp.day(i.term_from);

insert into problems
select i.line, 'status', 'dissolved', '解散须另行办理', 'a dissolution is not loaded'
from incoming i
where i.status = 'dissolved';

insert into problems
select i.line, 'party_member_count', 'too_many', '党员人数多于成员人数', 'more party members than members'
from incoming i
where i.party_member_count ~ '^[0-9]{1,7}$' and i.member_count ~ '^[0-9]{1,7}$' and i.party_member_count::integer > i.member_count::integer;

insert into problems
select i.line, 'established_on', 'overlap', '该小区已有同类业主组织', 'the estate has a body of this kind already'
from incoming i
join estates e on (e.district_code, e.code) = (i.district_code, i.estate_code)
join owners_committees o on (o.district_code, o.estate_id, o.kind) = (e.district_code, e.id, i.kind)
where o.established_on <> pg_temp.day(i.established_on) and coalesce(o.dissolved_on, 'infinity') > pg_temp.day(i.established_on);

update owners_committees o set
    status = i.status,
    rectify_by = case when i.status = o.status then o.rectify_by end,
    term_from = i.term_from::date,
    term_to = i.term_to::date,
    member_count = i.member_count::integer,
    party_member_count = i.party_member_count::integer,
    no_oc_reason = i.no_oc_reason,
    version = o.version + 1,
    updated_at = now()
from incoming i join estates e on (e.district_code, e.code) = (i.district_code, i.estate_code)
where (o.district_code, o.estate_id, o.kind, o.established_on) = (e.district_code, e.id, i.kind, pg_temp.day(i.established_on))
    and not exists (select from problems)
    and (o.status, o.term_from, o.term_to, o.member_count, o.party_member_count, o.no_oc_reason)
        is distinct from (i.status, i.term_from::date, i.term_to::date, i.member_count::integer, i.party_member_count::integer, i.no_oc_reason);

insert into owners_committees (district_code, estate_id, kind, status, established_on, term_from, term_to, member_count, party_member_count, no_oc_reason)
select i.district_code, e.id, i.kind, i.status, i.established_on::date, i.term_from::date, i.term_to::date, i.member_count::integer,
    i.party_member_count::integer, i.no_oc_reason
from incoming i join estates e on (e.district_code, e.code) = (i.district_code, i.estate_code)
where not exists (select from problems)
    and not exists (
        select from owners_committees o
        where (o.district_code, o.estate_id, o.kind, o.established_on) = (e.district_code, e.id, i.kind, i.established_on::date));

-- What is loaded is as if it had always been there: days that were kept are counted anew.
delete from base_ledger_days k where k.district_code in (select i.district_code from incoming i) and not exists (select from problems);

select line, "column", code, zh, en from problems order by line, "column";
