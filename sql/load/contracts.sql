-- Contracts, known by their registration number within the district. end_date is the last day.
-- incoming: district_code, registration_no, firm_uscc, kind, award_method, service_grade, fee_m2_month, annual_fee, service_start,
-- fee_start, end_date, fee_cadence, filed_at, state.
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
    ('district_code', i.district_code), ('registration_no', i.registration_no), ('firm_uscc', i.firm_uscc), ('kind', i.kind),
    ('award_method', i.award_method), ('service_start', i.service_start), ('state', i.state)) as c(name, value)
where c.value is null;

insert into problems
select i.line, c.name, 'not_a_day', format('“%s”不是有效日期(YYYY-MM-DD)', c.value), format('"%s" is not a day (YYYY-MM-DD)', c.value)
from incoming i cross join lateral (values
    ('service_start', i.service_start), ('fee_start', i.fee_start), ('end_date', i.end_date), ('filed_at', i.filed_at)) as c(name, value)
where c.value is not null and pg_temp.day(c.value) is null;

insert into problems
select i.line, c.name, 'not_a_number', format('“%s”不是规定格式的数值', c.value), format('"%s" is not a number of the form asked for', c.value)
from incoming i cross join lateral (values
    ('fee_m2_month', i.fee_m2_month, '^[0-9]{1,6}([.][0-9]{1,4})?$'), ('annual_fee', i.annual_fee, '^[0-9]{1,14}([.][0-9]{1,2})?$')) as c(name, value, pattern)
where c.value !~ c.pattern;

insert into problems
select i.line, c.name, 'unknown_code', format('“%s”不在代码表%s中', c.value, c.list), format('"%s" is not a code of %s', c.value, c.list)
from incoming i cross join lateral (values
    ('kind', 'contract_kind', i.kind), ('award_method', 'award_method', i.award_method), ('fee_cadence', 'fee_cadence', i.fee_cadence),
    ('state', 'contract_state', i.state)) as c(name, list, value)
where c.value is not null
    and not exists (select from codes k where k.list_code = c.list and k.code = c.value and k.effective_to is null);

insert into problems
select i.line, 'district_code', 'unknown_district', format('“%s”不是本系统服务的区县', i.district_code),
    format('"%s" is not a district served here', i.district_code)
from incoming i
where i.district_code is not null and not exists (select from districts d where d.district_code = i.district_code);

insert into problems
select i.line, 'firm_uscc', 'unknown_firm', format('没有统一社会信用代码为“%s”的企业', i.firm_uscc), format('there is no firm "%s"', i.firm_uscc)
from incoming i
where i.firm_uscc is not null and not exists (select from firms f where f.district_code = i.district_code and f.uscc = i.firm_uscc);

insert into problems
select i.line, 'registration_no', 'repeated', format('与第%s行重复', i.first_line), format('repeats line %s', i.first_line)
from (select i.line, min(i.line) over (partition by i.district_code, i.registration_no) as first_line from incoming i) i
where i.line > i.first_line;

insert into problems
select i.line, 'end_date', 'period', '结束日期早于开始日期', 'the end is before the beginning'
from incoming i where pg_temp.day(i.end_date) < pg_temp.day(i.service_start);

insert into problems
select i.line, 'fee_start', 'period', '收费早于服务', 'fees begin before the service'
from incoming i where pg_temp.day(i.fee_start) < pg_temp.day(i.service_start);

-- Each estate has one contract of a kind at a time, counted as things will stand after this file.
with after as materialized (
    select c.district_code, c.id, c.registration_no, i.line, coalesce(i.kind, c.kind) as kind,
        coalesce(i.state, c.state) not in ('draft', 'entry_review') as in_force,
        case when i.line is null then c.service_period
             when i.first_day <= coalesce(least(i.last_day, c.terminated_on), 'infinity')
             then daterange(i.first_day, least(i.last_day, c.terminated_on), '[]') end as service_period
    from contracts c
    left join (select o.*, pg_temp.day(o.service_start) as first_day, pg_temp.day(o.end_date) as last_day from incoming o) i
        on (i.district_code, i.registration_no) = (c.district_code, c.registration_no)
), members as materialized (
    select a.*, m.estate_id
    from contract_estates m join after a on (a.district_code, a.id) = (m.district_code, m.contract_id)
    where a.in_force
)
insert into problems
select distinct a.line, 'service_start', 'overlap', format('小区%s在此期间已有同类合同%s', e.code, b.registration_no),
    format('estate %s has contract %s of this kind in the period', e.code, b.registration_no)
from members a
join members b on (b.district_code, b.estate_id, b.kind) = (a.district_code, a.estate_id, a.kind) and b.id <> a.id
join estates e on (e.district_code, e.id) = (a.district_code, a.estate_id)
where a.line is not null and a.service_period && b.service_period;

-- The members of a contract repeat its period; the key between them is checked again at the end.
set constraints contract_estates_contract deferred;

insert into contracts (
    district_code, registration_no, firm_id, kind, award_method, service_grade, fee_m2_month, annual_fee, service_start, fee_start,
    end_date, fee_cadence, filed_at, state)
select
    i.district_code,
    i.registration_no,
    f.id,
    i.kind,
    i.award_method,
    i.service_grade,
    i.fee_m2_month::numeric,
    i.annual_fee::numeric,
    i.service_start::date,
    i.fee_start::date,
    i.end_date::date,
    i.fee_cadence,
    i.filed_at::date,
    i.state
from incoming i join firms f on f.district_code = i.district_code and f.uscc = i.firm_uscc
where not exists (select from problems)
on conflict (district_code, registration_no) do update set
    firm_id = excluded.firm_id,
    kind = excluded.kind,
    award_method = excluded.award_method,
    service_grade = excluded.service_grade,
    fee_m2_month = excluded.fee_m2_month,
    annual_fee = excluded.annual_fee,
    service_start = excluded.service_start,
    fee_start = excluded.fee_start,
    end_date = excluded.end_date,
    fee_cadence = excluded.fee_cadence,
    filed_at = excluded.filed_at,
    state = excluded.state,
    version = contracts.version + 1,
    updated_at = excluded.updated_at
where (
    contracts.firm_id, contracts.kind, contracts.award_method, contracts.service_grade, contracts.fee_m2_month, contracts.annual_fee,
    contracts.service_start, contracts.fee_start, contracts.end_date, contracts.fee_cadence, contracts.filed_at, contracts.state)
    is distinct from (
    excluded.firm_id, excluded.kind, excluded.award_method, excluded.service_grade, excluded.fee_m2_month, excluded.annual_fee,
    excluded.service_start, excluded.fee_start, excluded.end_date, excluded.fee_cadence, excluded.filed_at, excluded.state);

update contract_estates m set kind = c.kind, service_period = c.service_period, in_force = c.in_force
from contracts c join incoming i on (i.district_code, i.registration_no) = (c.district_code, c.registration_no)
where (m.district_code, m.contract_id) = (c.district_code, c.id)
    and (m.kind, m.service_period, m.in_force) is distinct from (c.kind, c.service_period, c.in_force);

-- What is loaded is as if it had always been there: days that were kept are counted anew.
delete from base_ledger_days k where k.district_code in (select i.district_code from incoming i) and not exists (select from problems);

select line, "column", code, zh, en from problems order by line, "column";
