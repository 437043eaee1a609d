-- Money of a year with a purpose: a budget by lines, what of it is promised to whom, and what is paid. How much there is stands in the books alone (money_postings).
set local role wuye_owner;

-- What a kind of fund may be spent on and on whom. District '*' holds those that are shipped, in whose place a district's own stand; one that is not admitted says no.
-- What a plan says stands first in the basis of those shipped, and what is assumed beyond it after that (推定).
-- pays_to: who is paid for a recipient; an estate itself has no account. good_standing: not for whom credit and assessment bar from awards. award_class: of 以奖代补.
create table fund_rules (
    district_code text collate "C" not null,
    id uuid not null default gen_random_uuid(),
    fund_kind text collate "C" not null,
    purpose text collate "C" not null,
    recipient_kind text collate "C" not null,
    admitted boolean not null default true,
    pays_to text collate "C" not null,
    streets_propose boolean not null default false,
    old_estates_only boolean not null default false, -- names estates, all of them old
    needs_project boolean not null default false,
    good_standing boolean not null default false,
    award_class smallint,
    basis text not null,
    effective_from date not null,
    effective_to date,
    created_at timestamptz not null default now(),
    constraint fund_rules_key primary key (district_code, id),
    constraint fund_rules_kind_known check (fund_kind in ('reward', 'operating', 'award_in_lieu', 'project_injection')),
    constraint fund_rules_purpose_written check (purpose ~ '^[a-z][a-z_]{0,63}$'),
    constraint fund_rules_recipient_known check (recipient_kind in ('street', 'community', 'firm', 'staff', 'committee', 'committee_member', 'org_unit', 'estate')),
    constraint fund_rules_pays_known check (pays_to in ('street', 'firm', 'recipient')),
    constraint fund_rules_pays_fits check (case recipient_kind when 'street' then pays_to = 'street' when 'firm' then pays_to = 'firm' when 'estate' then pays_to in ('street', 'firm')
        else pays_to = 'recipient' end),
    constraint fund_rules_class_known check (award_class between 1 and 4),
    constraint fund_rules_period check (effective_to > effective_from),
    constraint fund_rules_one exclude using gist (district_code with =, fund_kind with =, purpose with =, recipient_kind with =, daterange(effective_from, effective_to) with &&)
);

insert into fund_rules (district_code, fund_kind, purpose, recipient_kind, pays_to, streets_propose, old_estates_only, needs_project, good_standing, award_class, basis, effective_from)
select '*', r.fund_kind, r.purpose, r.recipient_kind,
    case when r.recipient_kind in ('street', 'firm') then r.recipient_kind when r.fund_kind = 'project_injection' then 'street' when r.recipient_kind = 'estate' then 'firm' else 'recipient' end,
    r.fund_kind in ('reward', 'award_in_lieu', 'project_injection'), r.fund_kind = 'reward', r.fund_kind = 'project_injection',
    r.fund_kind = 'award_in_lieu' or r.purpose = 'assessment_award', r.award_class, r.basis, '2020-01-01'
from (
    select k.fund_kind, k.purpose, unnest(string_to_array(k.recipients, ' ')), k.award_class, concat(t.said, '推定（原文未写明）：', t.assumed, '；自2020-01-01起适用。各区可另行规定。')
    from (values
        ('reward', 'old_estate_upgrade', 'street', null, 'reward'),
        ('operating', 'party_building', 'street community firm committee', null, 'operating'),
        ('operating', 'assessment_award', 'street community firm', null, 'operating'),
        ('operating', 'skill_competition', 'street firm staff org_unit', null, 'operating'),
        ('operating', 'training', 'street community firm org_unit', null, 'operating'),
        ('operating', 'quality_evaluation', 'street community committee org_unit', null, 'operating'),
        ('award_in_lieu', 'social_responsibility', 'firm', null, 'responsibility'),
        ('award_in_lieu', 'service_star', 'staff', null, 'star'),
        ('award_in_lieu', 'excellent_estates', 'estate', 1, 'classes'),
        ('award_in_lieu', 'excellent_firms', 'firm staff', 2, 'classes'),
        ('award_in_lieu', 'excellent_committees', 'committee committee_member', 3, 'classes'),
        ('award_in_lieu', 'advanced_units', 'street community org_unit staff', 4, 'classes'),
        ('project_injection', 'project_injection', 'estate', null, 'project')
    ) k (fund_kind, purpose, recipients, award_class, text)
    join (values
        ('reward', '包头市东河区物业管理服务品质提升专项工作三年规划方案（2022—2024）：连续三年每年给区住建局拨付物业管理奖励资金100万元，专款用于激励镇、街道对老旧小区物业管理提档升级工作。',
         '由街道提出，须列明所用于的老旧小区，拨付给街道'),
        ('operating', '蚌埠市龙子湖区住宅物业管理大排查、大整治、大提升攻坚行动方案（2023）：每年统筹相关经费用于“皖美红色物业”建设、物业管理工作考核奖补、行业技能竞赛、相关业务培训、物业服务质量和业主委员会履职评估各项工作。',
         '每项用途可给予的对象，由对象自己收款，由区级提出；考核奖补不给予因信用或考核不得评优的对象'),
        ('responsibility', '蚌埠市龙子湖区住宅物业管理大排查、大整治、大提升攻坚行动方案（2023）：对承担社会责任较好的物业企业给予适当奖补。', '街道可提出；不给予因信用或考核不得评优的企业'),
        ('star', '蚌埠市龙子湖区住宅物业管理大排查、大整治、大提升攻坚行动方案（2023）：开展“物业服务明星”创建活动，建立奖励措施。', '以奖金形式给予本人，街道可提出；不给予因信用或考核不得评优的人员'),
        ('classes', '某区加强物业管理工作行动方案：采用以奖代补的方式，奖励省级示范（优秀）和市级优秀住宅小区、优秀物业管理企业及管理人员、优秀业主委员会及成员、物业管理先进单位及成员。',
         '小区的奖励由其物业服务企业收款，其他由对象自己收款，街道可提出；不给予因信用或考核不得评优的对象'),
        ('project', '蚌埠市龙子湖区住宅物业管理大排查、大整治、大提升攻坚行动方案（2023）：可采用通过以奖代补、项目资金注入等方式加大支持力度。', '须写明项目名称和总投资，金额不超过总投资，由街道收款，街道可提出')
    ) t (text, said, assumed) on t.text = k.text
) r (fund_kind, purpose, recipient_kind, award_class, basis);

create table funds (
    district_code text collate "C" not null,
    id uuid not null,
    kind text collate "C" not null,
    year integer not null,
    title text not null,
    basis text not null,
    state text collate "C" not null default 'draft',
    written_by uuid[] not null,
    approved_by uuid,
    approved_at timestamptz,
    closed_by uuid,
    closed_at timestamptz,
    closed_reason text,
    version integer not null default 1,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint funds_key primary key (district_code, id),
    constraint funds_kind_known check (kind in ('reward', 'operating', 'award_in_lieu', 'project_injection')),
    constraint funds_year_known check (year between 2000 and 2200),
    constraint funds_state_known check (state in ('draft', 'approved', 'closed')),
    constraint funds_approved_whole check ((state = 'draft') = (approved_at is null) and (approved_at is null) = (approved_by is null)),
    constraint funds_approved_by_another check (approved_by <> all (written_by)),
    constraint funds_closed_whole check ((state = 'closed') = (closed_at is not null) and (closed_at is null) = (closed_reason is null)),
    constraint funds_one unique (district_code, kind, year, title)
);
create index funds_by_year on funds (district_code, year, id);

-- amount: as it was budgeted. What was granted later, or taken back, is adjustments, and what there is is in the books.
create table fund_lines (
    district_code text collate "C" not null,
    id uuid not null default gen_random_uuid(),
    fund_id uuid not null,
    purpose text collate "C" not null,
    amount numeric(16,2) not null,
    constraint fund_lines_key primary key (district_code, id),
    constraint fund_lines_fund foreign key (district_code, fund_id) references funds,
    constraint fund_lines_once unique (district_code, fund_id, purpose),
    constraint fund_lines_amount_positive check (amount > 0)
);

create table fund_adjustments (
    district_code text collate "C" not null,
    id uuid not null,
    fund_id uuid not null,
    line_id uuid not null,
    direction text collate "C" not null,
    amount numeric(16,2) not null,
    basis text not null,
    state text collate "C" not null default 'proposed',
    proposed_by uuid not null,
    proposed_at timestamptz not null,
    decided_by uuid,
    decided_at timestamptz,
    decision text,
    version integer not null default 1,
    updated_at timestamptz not null,
    constraint fund_adjustments_key primary key (district_code, id),
    constraint fund_adjustments_fund foreign key (district_code, fund_id) references funds,
    constraint fund_adjustments_line foreign key (district_code, line_id) references fund_lines,
    constraint fund_adjustments_direction_known check (direction in ('increase', 'decrease')),
    constraint fund_adjustments_amount_positive check (amount > 0),
    constraint fund_adjustments_state_known check (state in ('proposed', 'approved', 'refused')),
    constraint fund_adjustments_decided_whole check ((state = 'proposed') = (decided_at is null) and (decided_at is null) = (decided_by is null)),
    constraint fund_adjustments_decided_by_another check (decided_by <> proposed_by)
);
create index fund_adjustments_of_fund on fund_adjustments (district_code, fund_id, id);

-- Of the fund and of the registers what they said when it was proposed. firm_id: the firm that is paid; street_code, community_code: whose area it concerns.
-- honour_id: the honour that is rewarded.
create table fund_commitments (
    district_code text collate "C" not null,
    id uuid not null,
    fund_id uuid not null,
    line_id uuid not null,
    fund_kind text collate "C" not null,
    year integer not null,
    purpose text collate "C" not null,
    award_class smallint,
    recipient_kind text collate "C" not null,
    recipient_id text collate "C" not null,
    recipient_name text not null,
    pays_to text collate "C" not null,
    firm_id uuid,
    street_code text collate "C",
    community_code text collate "C",
    amount numeric(16,2) not null,
    basis text not null,
    honour_id uuid,
    estate_ids uuid[],
    project_title text,
    project_cost numeric(16,2),
    state text collate "C" not null default 'proposed',
    proposed_by uuid not null,
    proposed_at timestamptz not null,
    decided_by uuid,
    decided_at timestamptz,
    decision text,
    released_by uuid,
    released_at timestamptz,
    released_reason text,
    version integer not null default 1,
    updated_at timestamptz not null,
    constraint fund_commitments_key primary key (district_code, id),
    constraint fund_commitments_fund foreign key (district_code, fund_id) references funds,
    constraint fund_commitments_line foreign key (district_code, line_id) references fund_lines,
    constraint fund_commitments_firm foreign key (district_code, firm_id) references firms,
    constraint fund_commitments_recipient_known check (recipient_kind in ('street', 'community', 'firm', 'staff', 'committee', 'committee_member', 'org_unit', 'estate')),
    constraint fund_commitments_pays_known check (pays_to in ('street', 'firm', 'recipient')),
    constraint fund_commitments_payee_known check ((pays_to = 'firm') = (firm_id is not null) and (pays_to <> 'street' or street_code is not null)),
    constraint fund_commitments_amount_positive check (amount > 0),
    constraint fund_commitments_project_whole check ((project_title is null) = (project_cost is null) and coalesce(amount <= project_cost, true)),
    constraint fund_commitments_state_known check (state in ('proposed', 'committed', 'paying', 'settled', 'released', 'refused')),
    constraint fund_commitments_decided_whole check ((state = 'proposed') = (decided_at is null) and (decided_at is null) = (decided_by is null)),
    constraint fund_commitments_decided_by_another check (decided_by <> proposed_by),
    constraint fund_commitments_released_whole check ((state = 'released') = (released_at is not null) and (released_at is null) = (released_reason is null))
);
create index fund_commitments_of_fund on fund_commitments (district_code, fund_id, state);
create index fund_commitments_of_firm on fund_commitments (district_code, firm_id, proposed_at) where firm_id is not null;
create index fund_commitments_of_street on fund_commitments (district_code, street_code, proposed_at);
-- An honour is rewarded once.
create unique index fund_commitments_honour_once on fund_commitments (district_code, honour_id) where honour_id is not null and state not in ('refused', 'released');
create index fund_commitments_by_day on fund_commitments (district_code, proposed_at, id);

-- The district pays all of these: one reference of its bank is one payment.
create unique index fund_payments_reference on money_postings (district_code, bank_reference) where cause_kind = 'commitment' and step = 'pay';

-- by_another: not by whoever wrote or proposed it. pay_off: the payment that leaves nothing open.
create table fund_transitions (
    thing text collate "C" not null,
    from_state text collate "C" not null,
    action text collate "C" not null,
    to_state text collate "C" not null,
    by_another boolean not null,
    constraint fund_transitions_key primary key (thing, from_state, action),
    constraint fund_transitions_thing_known check (thing in ('fund', 'adjustment', 'commitment'))
);
insert into fund_transitions (thing, from_state, action, to_state, by_another) values
    ('fund', 'draft', 'approve', 'approved', true),
    ('fund', 'approved', 'close', 'closed', false),
    ('adjustment', 'proposed', 'approve', 'approved', true),
    ('adjustment', 'proposed', 'refuse', 'refused', true),
    ('commitment', 'proposed', 'approve', 'committed', true),
    ('commitment', 'proposed', 'refuse', 'refused', true),
    ('commitment', 'committed', 'pay', 'paying', true),
    ('commitment', 'committed', 'pay_off', 'settled', true),
    ('commitment', 'paying', 'pay', 'paying', true),
    ('commitment', 'paying', 'pay_off', 'settled', true),
    ('commitment', 'committed', 'release', 'released', false),
    ('commitment', 'paying', 'release', 'released', false);

alter table fund_rules enable row level security;
alter table funds enable row level security;
alter table fund_lines enable row level security;
alter table fund_adjustments enable row level security;
alter table fund_commitments enable row level security;
alter table fund_transitions enable row level security;

reset role;
