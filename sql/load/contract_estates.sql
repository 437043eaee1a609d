-- Which estates a contract serves. Estates are added, never taken away: a contract that loses one is ended and signed anew.
-- incoming: district_code, registration_no, estate_code.
drop table if exists pg_temp.problems;
create temporary table problems (line bigint, "column" text, code text, zh text, en text) on commit drop;

insert into problems
select i.line, c.name, 'required', '必填', 'is required'
from incoming i cross join lateral (values
    ('district_code', i.district_code), ('registration_no', i.registration_no), ('estate_code', i.estate_code)) as c(name, value)
where c.value is null;

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
select i.line, 'registration_no', 'unknown_contract', format('没有备案号为“%s”的合同', i.registration_no),
    format('there is no contract "%s"', i.registration_no)
from incoming i
where i.registration_no is not null
    and not exists (select from contracts c where c.district_code = i.district_code and c.registration_no = i.registration_no);

insert into problems
select i.line, 'estate_code', 'repeated', format('与第%s行重复', i.first_line), format('repeats line %s', i.first_line)
from (select i.line, min(i.line) over (partition by i.district_code, i.registration_no, i.estate_code) as first_line from incoming i) i
where i.line > i.first_line;

insert into problems
select distinct on (i.line) i.line, 'estate_code', 'overlap', format('小区在此期间已有同类合同%s', o.registration_no),
    format('the estate has contract %s of this kind in the period', o.registration_no)
from incoming i
join contracts c on (c.district_code, c.registration_no) = (i.district_code, i.registration_no)
join (
    select p.district_code, p.registration_no, p.estate_code from incoming p
    union
    select m.district_code, c.registration_no, e.code
    from contract_estates m
    join contracts c on (c.district_code, c.id) = (m.district_code, m.contract_id)
    join estates e on (e.district_code, e.id) = (m.district_code, m.estate_id)
) p on (p.district_code, p.estate_code) = (i.district_code, i.estate_code) and p.registration_no <> i.registration_no
join contracts o on (o.district_code, o.registration_no) = (p.district_code, p.registration_no)
where c.kind = o.kind and c.in_force and o.in_force and c.service_period && o.service_period
order by i.line, o.registration_no;

insert into contract_estates (district_code, contract_id, estate_id, kind, service_period, in_force)
select c.district_code, c.id, e.id, c.kind, c.service_period, c.in_force
from incoming i
join contracts c on (c.district_code, c.registration_no) = (i.district_code, i.registration_no)
join estates e on (e.district_code, e.code) = (i.district_code, i.estate_code)
where not exists (select from problems)
on conflict (district_code, contract_id, estate_id) do nothing;

-- What is loaded is as if it had always been there: days that were kept are counted anew.
delete from base_ledger_days k where k.district_code in (select i.district_code from incoming i) and not exists (select from problems);

select line, "column", code, zh, en from problems order by line, "column";
