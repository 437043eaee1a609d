-- 信息公示 (J01–J07, J10): what has to be made public in an estate, and what was. Nobody's arrears are among it (J08, J09): only courts list debtors.
set local role wuye_owner;

-- What there is to be made public. Standing: put up and kept up; periodic: for each period; occasional: when there is something.
-- Labels are those of the code list. Whether it is owed in a district, for how many months and by when, rules say (/v1/rules, domain disclosure).
create table disclosure_items (
    item text collate "C" not null constraint disclosure_items_key primary key,
    kind text collate "C" not null,
    list_code text collate "C" not null,
    code text collate "C" not null,
    cadence text collate "C" not null constraint disclosure_items_cadence_known check (cadence in ('standing', 'periodic', 'occasional')),
    position integer not null constraint disclosure_items_position_unique unique
);
insert into disclosure_items (item, kind, list_code, code, cadence, position)
select concat(i.kind, '.', i.code), i.kind, 'disclosure_' || i.kind, i.code, i.cadence, row_number() over ()
from (values
    ('board', 'policies', 'standing'), ('board', 'covenant', 'standing'), ('board', 'finances', 'standing'), ('board', 'enforcement', 'standing'),
    ('permanent', 'service_grade', 'standing'), ('permanent', 'contract_terms', 'standing'), ('permanent', 'charges', 'standing'), ('permanent', 'covenant', 'standing'),
    ('permanent', 'complaint_channels', 'standing'),
    ('periodic', 'common_revenue', 'periodic'), ('periodic', 'parking_use', 'periodic'), ('periodic', 'lift_power_accounts', 'periodic'), ('periodic', 'maintenance_fund', 'periodic'),
    ('four', 'staff', 'standing'), ('four', 'content_and_standard', 'standing'), ('four', 'prices', 'standing'), ('four', 'repair_contact', 'standing'),
    ('three', 'service_standard', 'standing'), ('three', 'complaint_channel', 'standing'), ('three', 'common_revenue', 'standing'),
    ('statutory', 'article_39', 'standing'),
    ('committee', 'matters_and_funds', 'occasional')
) i (kind, code, cadence);

insert into rule_names (name, domain, kind, lowest, highest, units, subjects, position)
select n.name, 'disclosure', n.kind, n.lowest, n.highest, n.units::text[],
    '{*}' || array(select i.item from disclosure_items i where i.cadence = any (n.cadences) order by i.position), (select max(position) from rule_names) + n.number
from (values
    ('disclosure_owed', 'boolean', 0, 1, '{}', array['standing', 'periodic'], 1),
    ('disclosure_months', 'integer', 1, 12, '{months}', array['periodic'], 2),
    ('disclosure_days', 'integer', 0, 366, '{days}', array['standing', 'periodic'], 3),
    ('disclosure_backdate_days', 'integer', 0, 366, '{days}', array[]::text[], 4)
) n (name, kind, lowest, highest, units, cadences, number);
insert into district_rules (district_code, domain, name, subject, value, unit, basis, effective_from) values
    ('*', 'disclosure', 'disclosure_owed', '*', 1, null, '公示栏、长期和定期公示内容（000）；“四公开”（001）；“三公开”（002）；《条例》第三十九条内容（003）', '2020-01-01'),
    ('*', 'disclosure', 'disclosure_months', '*', 3, 'months', '推定：000 只要求“定期公示”，未规定周期', '2020-01-01'),
    ('*', 'disclosure', 'disclosure_months', 'periodic.maintenance_fund', 12, 'months', '推定：000 只要求“定期公示”，未规定周期', '2020-01-01'),
    ('*', 'disclosure', 'disclosure_days', '*', 15, 'days', '推定：文件未规定期满后或者合同开始后多少日内公示', '2020-01-01'),
    ('*', 'disclosure', 'disclosure_backdate_days', '*', 7, 'days', '推定：企业补登此前已公示内容的期限，以免倒填日期', '2020-01-01');

create table disclosures (
    district_code text collate "C" not null,
    id uuid not null,
    estate_id uuid not null,
    street_code text collate "C" not null,
    community_code text collate "C" not null,
    publisher text collate "C" not null constraint disclosures_publisher_known check (publisher in ('firm', 'owners_committee')),
    firm_id uuid,
    committee_id uuid,
    item text collate "C" not null constraint disclosures_item references disclosure_items,
    period_from date,
    period_to date,
    published_on date not null,
    place text collate "C" not null constraint disclosures_place_known check (place in ('board', 'online', 'both')),
    location text,
    content text not null,
    income numeric(16,2) constraint disclosures_income_positive check (income >= 0),
    expense numeric(16,2) constraint disclosures_expense_positive check (expense >= 0),
    state text collate "C" not null default 'published' constraint disclosures_state_known check (state in ('published', 'confirmed', 'queried')),
    recorded_by uuid,
    recorded_role text collate "C" not null,
    recorded_at timestamptz not null,
    checked_by uuid,
    checked_on date,
    check_note text,
    version integer not null default 1,
    updated_at timestamptz not null,
    constraint disclosures_key primary key (district_code, id),
    constraint disclosures_estate foreign key (district_code, estate_id) references estates (district_code, id),
    constraint disclosures_firm foreign key (district_code, firm_id) references firms (district_code, id),
    constraint disclosures_committee foreign key (district_code, committee_id) references owners_committees (district_code, id),
    constraint disclosures_by_one check (num_nonnulls(firm_id, committee_id) = 1 and (publisher = 'firm') = (firm_id is not null)),
    constraint disclosures_period check (num_nulls(period_from, period_to) in (0, 2) and period_to >= period_from),
    constraint disclosures_checker check (checked_by is distinct from recorded_by or checked_by is null),
    constraint disclosures_checked_whole check ((state = 'published') = (checked_on is null))
);
create unique index disclosures_once on disclosures (district_code, estate_id, item, coalesce(period_from, '-infinity'), published_on, publisher) where state <> 'queried';
create index disclosures_of_item on disclosures (district_code, estate_id, item, period_from, published_on) where state <> 'queried';
create index disclosures_newest on disclosures (district_code, published_on desc, id desc);
create index disclosures_newest_of_estate on disclosures (district_code, estate_id, published_on desc, id desc);
create index disclosures_newest_of_firm on disclosures (district_code, firm_id, published_on desc, id desc);
create index disclosures_newest_of_street on disclosures (district_code, street_code, published_on desc, id desc);
-- The public reads the newest of every district, and one without saying of which.
create index disclosures_newest_of_all on disclosures (published_on desc, id desc) where state <> 'queried';
create index disclosures_by_id on disclosures (id) where state <> 'queried';

alter table disclosure_items enable row level security;
alter table disclosures enable row level security;

reset role;
