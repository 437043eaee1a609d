-- Numbers that a government sets, in one table with one list of their names: what they are for, between which bounds they lie, in which unit, of what they may be said.
set local role wuye_owner;

-- subjects: what a value may be said of beside, or in place of, everything ('*'); by_category: of any complaint category instead. No unit: yes (1) or no (0).
create table rule_names (
    name text collate "C" not null,
    domain text collate "C" not null,
    kind text collate "C" not null,
    lowest numeric(14,2) not null,
    highest numeric(14,2) not null,
    units text[] collate "C" not null,
    subjects text[] collate "C" not null default '{*}',
    by_category boolean not null default false,
    position integer not null,
    constraint rule_names_key primary key (name),
    constraint rule_names_domain_unique unique (domain, name),
    constraint rule_names_position_unique unique (position),
    constraint rule_names_domain_known check (domain in ('complaint', 'privacy', 'duty', 'estate', 'attachment', 'contract')),
    constraint rule_names_kind_known check (kind in ('integer', 'decimal', 'boolean')),
    constraint rule_names_bounds check (lowest <= highest and (kind = 'decimal' or lowest = trunc(lowest) and highest = trunc(highest)) and (kind <> 'boolean' or lowest = 0 and highest = 1)),
    constraint rule_names_units_known check (units <@ array['minutes', 'hours', 'days', 'working_days', 'months', 'years', 'times', 'people', 'items', 'bytes', 'yuan', 'm2']
        and (units = '{}') = (kind = 'boolean')),
    constraint rule_names_subjects_said check (by_category = (subjects = '{}'))
);
insert into rule_names (name, domain, kind, lowest, highest, units, subjects, by_category, position)
select n.name, n.domain, n.kind, n.lowest, n.highest, n.units::text[], n.subjects::text[], n.subjects = '{}', row_number() over ()
from (values
    ('returns_max', 'complaint', 'integer', 0, 3660, '{times}', '{*}'),
    ('reopen_days', 'complaint', 'integer', 0, 3660, '{days}', '{*}'),
    ('repeat_days', 'complaint', 'integer', 1, 366, '{days}', '{*}'),
    ('false_closure_days', 'complaint', 'integer', 1, 366, '{days}', '{*}'),
    ('cluster_days', 'complaint', 'integer', 1, 366, '{days}', '{*}'),
    ('cluster_callers', 'complaint', 'integer', 2, 1000, '{people}', '{*}'),
    ('understanding_counts', 'complaint', 'boolean', 0, 1, '{}', '{*}'),
    ('partly_counts', 'complaint', 'boolean', 0, 1, '{}', '{*}'),
    ('contact_years', 'privacy', 'integer', 1, 30, '{years}', '{*}'),
    ('keeps_caller_hash', 'privacy', 'boolean', 0, 1, '{}', '{*}'),
    ('reveals_per_day', 'privacy', 'integer', 0, 100000, '{times}', '{*}'),
    ('unusual_per_day', 'privacy', 'integer', 0, 100000, '{times}', '{*}'),
    ('unusual_per_month', 'privacy', 'integer', 0, 100000, '{times}', '{*}'),
    ('whistle', 'duty', 'integer', 1, 3660, '{minutes,hours,days,working_days,months}', '{*}'),
    ('whistle_respond', 'duty', 'integer', 1, 3660, '{minutes,hours,days,working_days,months}', '{*,ordinary,urgent,emergency}'),
    ('whistle_on_site', 'duty', 'integer', 1, 3660, '{minutes,hours,days,working_days,months}', '{*,ordinary,urgent,emergency}'),
    ('whistle_result', 'duty', 'integer', 1, 3660, '{minutes,hours,days,working_days,months}', '{*,ordinary,urgent,emergency}'),
    ('dissuasion_report', 'duty', 'integer', 1, 3660, '{minutes,hours,days,working_days,months}', '{*}'),
    ('report_on_site', 'duty', 'integer', 1, 3660, '{minutes,hours,days,working_days,months}', '{*}'),
    ('dispute', 'duty', 'integer', 1, 3660, '{minutes,hours,days,working_days,months}', '{}'),
    ('outside_lease_months', 'estate', 'integer', 1, 1200, '{months}', '{*}'),
    ('parking_guide_price', 'estate', 'decimal', 0.01, 99999999.99, '{yuan}', '{hour,day,entry}'),
    ('tax_relief_area_m2', 'estate', 'decimal', 0.01, 99999999999.99, '{m2}', '{multi,high,single,mixed}'),
    ('bytes_max', 'attachment', 'integer', 1, 104857600, '{bytes}', '{*}'),
    ('per_owner_max', 'attachment', 'integer', 1, 100000, '{items}', '{*}'),
    ('fee_free_months', 'contract', 'integer', 0, 120, '{months}', '{*}'),
    ('expiring_days', 'contract', 'integer', 0, 3660, '{days}', '{*}'),
    ('filing_days', 'contract', 'integer', 0, 3660, '{days}', '{*}'),
    ('handover_days', 'contract', 'integer', 0, 3660, '{days}', '{*}')
) n (name, domain, kind, lowest, highest, units, subjects);

-- District '*' holds those that are shipped, in whose place a district's own stand. What has begun is never changed: it is ended, and another follows.
-- The domain is repeated because it decides who may read the row.
create table district_rules (
    district_code text collate "C" not null,
    id uuid not null default gen_random_uuid(),
    domain text collate "C" not null,
    name text collate "C" not null,
    subject text collate "C" not null default '*',
    value numeric(14,2) not null,
    unit text collate "C",
    basis text not null,
    effective_from date not null,
    effective_to date,
    created_at timestamptz not null default now(),
    withdrawn_at timestamptz,
    withdrawn_because text,
    constraint district_rules_key primary key (district_code, id),
    constraint district_rules_name_known foreign key (domain, name) references rule_names (domain, name),
    constraint district_rules_unit_known check (unit in ('minutes', 'hours', 'days', 'working_days', 'months', 'years', 'times', 'people', 'items', 'bytes', 'yuan', 'm2')),
    constraint district_rules_value_positive check (value >= 0),
    -- The same day: withdrawn before it began.
    constraint district_rules_period check (effective_to >= effective_from),
    constraint district_rules_withdrawn_whole check ((withdrawn_at is null) = (withdrawn_because is null)
        and (withdrawn_at is not null) = coalesce(effective_to = effective_from, false)),
    constraint district_rules_one exclude using gist (district_code with =, name with =, subject with =, daterange(effective_from, effective_to) with &&)
);
create index district_rules_of_name on district_rules (district_code, name, subject, effective_from);

insert into district_rules (district_code, id, domain, name, subject, value, unit, basis, effective_from, effective_to, created_at)
select o.district_code, o.id, n.domain, n.name, o.subject, o.value, coalesce(o.unit, n.units[1]), o.basis, o.effective_from, o.effective_to, o.created_at
from (
    select r.district_code, r.id, r.rule as name, '*' as subject, r.value::numeric as value, null::text as unit, r.source as basis, r.effective_from, r.effective_to, r.created_at from complaint_rules r
    union all
    select r.district_code, r.id, r.name, '*', r.value, null, r.basis, r.effective_from, r.effective_to, r.created_at from privacy_rules r
    union all
    select r.district_code, r.id, r.name, r.subject, r.value, r.unit, r.basis, r.effective_from, r.effective_to, r.created_at from duty_limits r
    union all
    select r.district_code, r.id, r.name, r.subject, r.value, null, r.basis, r.effective_from, r.effective_to, r.created_at from estate_limits r
    union all
    select r.district_code, gen_random_uuid(), r.rule, '*', r.value, null, r.source, r.effective_from, r.effective_to, now() from attachment_rules r
    union all
    select r.district_code, gen_random_uuid(), s.name, '*', s.value, null, s.basis, r.effective_from, r.effective_to, now()
    from contract_rules r cross join lateral (values
        ('fee_free_months', r.fee_free_months, '先服务2-3个月后开始收取物业费（001）'),
        ('expiring_days', r.expiring_days, '示范值：到期前提示；法规未规定天数'),
        ('filing_days', r.filing_days, '示范值：文件只要求“在规定时间内”备案（003）'),
        ('handover_days', r.handover_days, '示范值：文件只要求“按规定时间”退出（001）、“合理的期限”内移交（003）')
    ) s (name, value, basis)
) o
join rule_names n on n.name = o.name;

-- With them go the functions that have such a row as a parameter or a result, and the view; what stands in their place is made again with the functions and views.
drop function if exists complaint_rule(text, date), privacy_rule(text, text, date), estate_limit(text, text, date), attachment_rule(text, date);
drop table complaint_rules, privacy_rules, duty_limits, estate_limits, attachment_rules, contract_rules cascade;

-- The one whose coming ends it, and with whose withdrawal it goes on; null when nothing ends it, or a person did. Beside it the end that a person had set, when there is one.
alter table routing_rules add ended_for uuid, add ended_before date;
alter table sla_policies add ended_for uuid, add ended_before date;

-- One list of names stands in place of three.
delete from codes where list_code in ('complaint_rule', 'duty_limit', 'estate_limit');
delete from code_lists where code in ('complaint_rule', 'duty_limit', 'estate_limit');

alter table rule_names enable row level security;
alter table district_rules enable row level security;
