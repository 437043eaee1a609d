-- Firms, known by their unified social credit code.
-- incoming: district_code, uscc, name, locality, registered_division, service_hotline, party_org, party_org_since, market_access, status.
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
    ('district_code', i.district_code), ('uscc', i.uscc), ('name', i.name), ('locality', i.locality), ('party_org', i.party_org),
    ('market_access', i.market_access), ('status', i.status)) as c(name, value)
where c.value is null;

insert into problems
select i.line, c.name, 'not_a_day', format('“%s”不是有效日期(YYYY-MM-DD)', c.value), format('"%s" is not a day (YYYY-MM-DD)', c.value)
from incoming i cross join lateral (values ('party_org_since', i.party_org_since)) as c(name, value)
where c.value is not null and pg_temp.day(c.value) is null;

insert into problems
select i.line, c.name, 'not_a_boolean', format('“%s”应为true或false', c.value), format('"%s" should be true or false', c.value)
from incoming i cross join lateral (values ('party_org', i.party_org)) as c(name, value)
where c.value not in ('true', 'false');

insert into problems
select i.line, c.name, 'unknown_code', format('“%s”不在代码表%s中', c.value, c.list), format('"%s" is not a code of %s', c.value, c.list)
from incoming i cross join lateral (values
    ('locality', 'firm_locality', i.locality), ('market_access', 'market_access', i.market_access),
    ('status', 'firm_status', i.status)) as c(name, list, value)
where c.value is not null
    and not exists (select from codes k where k.list_code = c.list and k.code = c.value and k.effective_to is null);

insert into problems
select i.line, 'district_code', 'unknown_district', format('“%s”不是本系统服务的区县', i.district_code),
    format('"%s" is not a district served here', i.district_code)
from incoming i
where i.district_code is not null and not exists (select from districts d where d.district_code = i.district_code);

insert into problems
select i.line, 'registered_division', 'unknown_division', format('没有代码为“%s”的区划', i.registered_division),
    format('there is no division "%s"', i.registered_division)
from incoming i
where i.registered_division is not null and not exists (select from divisions d where d.code = i.registered_division);

insert into problems
select i.line, 'uscc', 'uscc_invalid', format('“%s”不是有效的统一社会信用代码', i.uscc), format('"%s" is not a valid unified social credit code', i.uscc)
from incoming i
where not uscc_valid(i.uscc)
    and not exists (select from firms f where f.district_code = i.district_code and f.uscc = i.uscc and f.uscc_override_reason is not null);

insert into problems
select i.line, 'party_org_since', 'party_org_missing', '没有党组织,不应有成立日期', 'there is no party organisation to have a beginning'
from incoming i
where i.party_org = 'false' and i.party_org_since is not null;

insert into problems
select i.line, 'uscc', 'repeated', format('与第%s行重复', i.first_line), format('repeats line %s', i.first_line)
from (select i.line, min(i.line) over (partition by i.district_code, i.uscc) as first_line from incoming i) i
where i.line > i.first_line;

insert into firms (
    district_code, uscc, name, locality, registered_division, service_hotline, party_org, party_org_since, market_access, status)
select
    i.district_code,
    i.uscc,
    i.name,
    i.locality,
    i.registered_division,
    i.service_hotline,
    i.party_org::boolean,
    i.party_org_since::date,
    i.market_access,
    i.status
from incoming i
where not exists (select from problems)
on conflict (district_code, uscc) do update set
    name = excluded.name,
    locality = excluded.locality,
    registered_division = excluded.registered_division,
    service_hotline = excluded.service_hotline,
    party_org = excluded.party_org,
    party_org_since = excluded.party_org_since,
    market_access = excluded.market_access,
    status = excluded.status,
    version = firms.version + 1,
    updated_at = excluded.updated_at
where (
    firms.name, firms.locality, firms.registered_division, firms.service_hotline, firms.party_org, firms.party_org_since,
    firms.market_access, firms.status)
    is distinct from (
    excluded.name, excluded.locality, excluded.registered_division, excluded.service_hotline, excluded.party_org,
    excluded.party_org_since, excluded.market_access, excluded.status);

select names_change(d.district_code) from (select distinct i.district_code from incoming i where not exists (select from problems) order by 1) d;

-- What is loaded is as if it had always been there: days that were kept are counted anew.
delete from base_ledger_days k where k.district_code in (select i.district_code from incoming i) and not exists (select from problems);

select line, "column", code, zh, en from problems order by line, "column";
