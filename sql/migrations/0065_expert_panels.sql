-- F47, 服务质量专家评定小组: where the service on an estate is disputed, experts say what they find of its standard, its quality and how the contract was performed.
set local role wuye_owner;

-- convened → heard → concluded → adopted; dissolved from any but the last. The firm is the one that served the estate on every day of the period.
create table expert_panels (
    district_code text collate "C" not null constraint expert_panels_district references districts,
    id uuid not null,
    estate_id uuid not null,
    street_code text collate "C" not null,
    community_code text collate "C" not null,
    firm_id uuid not null,
    contract_id uuid not null,
    period_from date not null,
    period_to date not null, -- the last day
    disputed_by text collate "C" not null, -- not told to the firm, nor why
    reason text not null,
    state text collate "C" not null default 'convened',
    heard_on date,
    minutes text, -- for authorities alone
    aspects jsonb, -- as concluded: [{aspect, score, majority}]
    score numeric(5,2),
    conclusion text,
    evaluation_id uuid, -- that its adoption made
    convened_by uuid,
    heard_by uuid,
    heard_at timestamptz,
    concluded_by uuid,
    concluded_at timestamptz,
    adopted_by uuid,
    adopted_at timestamptz,
    dissolved_by uuid,
    dissolved_at timestamptz,
    dissolved_reason text,
    created_at timestamptz not null,
    version integer not null default 1,
    updated_at timestamptz not null,
    constraint expert_panels_key primary key (district_code, id),
    constraint expert_panels_estate foreign key (district_code, estate_id) references estates,
    constraint expert_panels_firm foreign key (district_code, firm_id) references firms,
    constraint expert_panels_contract foreign key (district_code, contract_id) references contracts,
    constraint expert_panels_evaluation foreign key (district_code, evaluation_id) references evaluations,
    constraint expert_panels_state_known check (state in ('convened', 'heard', 'concluded', 'adopted', 'dissolved')),
    constraint expert_panels_disputed_by_known check (disputed_by in ('owners', 'firm', 'committee', 'street')),
    constraint expert_panels_period check (period_to >= period_from),
    constraint expert_panels_heard check (heard_on is not null or state in ('convened', 'dissolved')),
    constraint expert_panels_concluded check (num_nonnulls(aspects, score, conclusion) = case when concluded_at is null then 0 else 3 end and (concluded_at is not null or state not in ('concluded', 'adopted'))),
    constraint expert_panels_adopted check ((state = 'adopted') = (evaluation_id is not null)),
    constraint expert_panels_adopted_by_another check (adopted_by <> concluded_by),
    constraint expert_panels_dissolved_why check ((state = 'dissolved') = (dissolved_reason is not null))
);
-- An estate has one panel at a time.
create unique index expert_panels_one on expert_panels (district_code, estate_id) where state in ('convened', 'heard', 'concluded');
create index expert_panels_newest on expert_panels (district_code, created_at desc, id desc);
create index expert_panels_of_street on expert_panels (district_code, street_code, created_at desc, id desc);
create index expert_panels_of_firm on expert_panels (district_code, firm_id, created_at desc, id desc);

-- As they were called when they were convened.
create table expert_panel_members (
    district_code text collate "C" not null,
    panel_id uuid not null,
    inspector_id uuid not null,
    name text not null,
    unit_name text,
    chair boolean not null,
    constraint expert_panel_members_key primary key (district_code, panel_id, inspector_id),
    constraint expert_panel_members_panel foreign key (district_code, panel_id) references expert_panels,
    constraint expert_panel_members_inspector foreign key (district_code, inspector_id) references inspectors
);
create unique index expert_panel_members_chair on expert_panel_members (district_code, panel_id) where chair;

-- Complaints and issues that the dispute shows in.
create table expert_panel_grounds (
    district_code text collate "C" not null,
    panel_id uuid not null,
    position integer not null,
    complaint_id uuid,
    issue_id uuid,
    constraint expert_panel_grounds_key primary key (district_code, panel_id, position),
    constraint expert_panel_grounds_panel foreign key (district_code, panel_id) references expert_panels,
    constraint expert_panel_grounds_complaint foreign key (district_code, complaint_id) references complaints,
    constraint expert_panel_grounds_issue foreign key (district_code, issue_id) references issues,
    constraint expert_panel_grounds_one check (num_nonnulls(complaint_id, issue_id) = 1)
);

-- What a member said of an aspect. Never changed: what corrects it has the next number, and the last one counts.
create table expert_opinions (
    district_code text collate "C" not null,
    id uuid not null,
    panel_id uuid not null,
    inspector_id uuid not null,
    aspect text collate "C" not null,
    number integer not null, -- from 1
    score numeric(5,2) not null,
    view text collate "C" not null,
    said text not null,
    entered_by uuid,
    entered_at timestamptz not null,
    constraint expert_opinions_key primary key (district_code, id),
    constraint expert_opinions_number unique (district_code, panel_id, inspector_id, aspect, number),
    constraint expert_opinions_member foreign key (district_code, panel_id, inspector_id) references expert_panel_members,
    constraint expert_opinions_aspect_known check (aspect in ('service_standard', 'service_quality', 'contract_performance')),
    constraint expert_opinions_view_known check (view in ('met', 'partly_met', 'not_met')),
    constraint expert_opinions_score_of_hundred check (score between 0 and 100)
);
create index expert_opinions_newest on expert_opinions (district_code, panel_id, entered_at desc, id desc);

create table expert_panel_transitions (
    from_state text collate "C" not null,
    action text collate "C" not null,
    to_state text collate "C" not null,
    constraint expert_panel_transitions_key primary key (from_state, action)
);
insert into expert_panel_transitions (from_state, action, to_state) values
    ('convened', 'change', 'convened'),
    ('convened', 'hear', 'heard'),
    ('heard', 'opine', 'heard'),
    ('heard', 'conclude', 'concluded'),
    ('concluded', 'adopt', 'adopted'),
    ('convened', 'dissolve', 'dissolved'),
    ('heard', 'dissolve', 'dissolved'),
    ('concluded', 'dissolve', 'dissolved');

-- 003 says neither how many experts there are nor that their number is odd.
insert into rule_names (name, domain, kind, lowest, highest, units, position)
select n.name, 'duty', n.kind, n.lowest, n.highest, n.units::text[], (select max(position) from rule_names) + n.number
from (values ('expert_panel_members', 'integer', 1, 99, '{people}', 1), ('expert_panel_odd', 'boolean', 0, 1, '{}', 2)) n (name, kind, lowest, highest, units, number);
insert into district_rules (district_code, domain, name, value, unit, basis, effective_from) values
    ('*', 'duty', 'expert_panel_members', 3, 'people', '推定：003 未规定专家评定小组人数', '2020-01-01'),
    ('*', 'duty', 'expert_panel_odd', 1, null, '推定：003 未规定专家评定小组人数须为单数', '2020-01-01');

alter table expert_panels enable row level security;
alter table expert_panel_members enable row level security;
alter table expert_panel_grounds enable row level security;
alter table expert_opinions enable row level security;
alter table expert_panel_transitions enable row level security;

reset role;
