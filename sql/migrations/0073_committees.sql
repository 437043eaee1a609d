-- Life of owners' committees: the path of their status, members' suspension and end, candidates and their joint review, decisions, performance reviews, audits, co-managed
-- accounts, announcements. K01–K07, J10, B03, B04.
set local role wuye_owner;

-- By which day a committee that is rectifying has to work again (K04); part of the register, so of what stood on a day.
alter table owners_committees add column rectify_by date,
    add constraint owners_committees_rectify_by check (rectify_by is null or status = 'rectifying');
alter table owners_committees_past add column rectify_by date;

-- What each step does, by whom, and which members its record has to have. needs: of due_on, document, item_code, place, term_from, term_to.
create table committee_transitions (
    subject text collate "C" not null,
    from_state text collate "C" not null,
    action text collate "C" not null,
    to_state text collate "C" not null,
    roles text[] collate "C" not null,
    needs text[] collate "C" not null default '{}',
    constraint committee_transitions_key primary key (subject, from_state, action),
    constraint committee_transitions_subject_known check (subject in ('committee', 'member', 'decision'))
);
insert into committee_transitions (subject, from_state, action, to_state, roles, needs) values
    ('committee', 'normal', 'order', 'rectifying', '{district,street,community}', '{due_on,document}'),
    ('committee', 'term_expired', 'order', 'rectifying', '{district,street,community}', '{due_on,document}'),
    ('committee', 'rectifying', 'order', 'rectifying', '{district,street,community}', '{due_on,document}'),
    ('committee', 'rectifying', 'comply', 'normal', '{district,street,community}', '{}'),
    ('committee', 'normal', 'lapse', 'term_expired', '{district,street,community}', '{}'),
    ('committee', 'rectifying', 'lapse', 'term_expired', '{district,street,community}', '{}'),
    ('committee', 'rectifying', 'substitute', 'substituted', '{district,street}', '{document}'),
    ('committee', 'term_expired', 'substitute', 'substituted', '{district,street}', '{document}'),
    ('committee', 're_election', 'substitute', 'substituted', '{district,street}', '{document}'),
    ('committee', 'normal', 'call_election', 're_election', '{district,street}', '{}'),
    ('committee', 'rectifying', 'call_election', 're_election', '{district,street}', '{}'),
    ('committee', 'term_expired', 'call_election', 're_election', '{district,street}', '{}'),
    ('committee', 'substituted', 'call_election', 're_election', '{district,street}', '{}'),
    ('committee', 're_election', 'elect', 'normal', '{district,street}', '{term_from,term_to,document}'),
    ('member', 'active', 'suspend', 'suspended', '{district,street,community}', '{item_code}'),
    ('member', 'suspended', 'propose', 'proposed', '{district,street,community}', '{document}'),
    ('member', 'suspended', 'lift', 'active', '{district,street,community}', '{}'),
    ('member', 'proposed', 'lift', 'active', '{district,street,community}', '{document}'),
    ('member', 'proposed', 'terminate', 'terminated', '{district,street,community}', '{document}'),
    ('member', 'terminated', 'announce', 'terminated', '{district,street,community}', '{place}'),
    ('decision', 'standing', 'order', 'ordered', '{district,street}', '{due_on,document}'),
    ('decision', 'ordered', 'correct', 'corrected', '{district,street}', '{}'),
    ('decision', 'ordered', 'annul', 'annulled', '{district,street}', '{document}'),
    ('decision', 'annulled', 'announce', 'annulled', '{district,street}', '{place}');

-- What keeps a candidate out, and what suspends a member. District '*' holds what is shipped; a district's own row of a purpose and code stands in its place, and with
-- applies = false it takes it away.
create table committee_negative_items (
    district_code text collate "C" not null,
    id uuid not null default gen_random_uuid(),
    purpose text collate "C" not null,
    code text collate "C" not null,
    zh text not null,
    en text not null,
    applies boolean not null default true,
    basis text not null,
    effective_from date not null,
    effective_to date,
    created_by uuid,
    created_at timestamptz not null default now(),
    constraint committee_negative_items_key primary key (district_code, id),
    constraint committee_negative_items_purpose_known check (purpose in ('candidate', 'service')),
    constraint committee_negative_items_period check (effective_to > effective_from),
    constraint committee_negative_items_one exclude using gist (district_code with =, purpose with =, code with =, daterange(effective_from, effective_to) with &&)
);
insert into committee_negative_items (district_code, purpose, code, zh, en, basis, effective_from) values
    ('*', 'candidate', 'not_owner', '不是本小区业主', 'Not an owner in the estate', '推定：000 未列出负面清单内容', '2020-01-01'),
    ('*', 'candidate', 'incapacity', '不具有完全民事行为能力', 'Without full civil capacity', '推定：000 未列出负面清单内容', '2020-01-01'),
    ('*', 'candidate', 'fees_unpaid', '不按约定交纳物业费、专项维修资金等费用', 'Property fees or maintenance funds unpaid', '003 业主委员会问题第8项', '2020-01-01'),
    ('*', 'candidate', 'illegal_building', '有违法建设等违反管理规约行为且未改正', 'Illegal building or another breach of the estate''s rules, not put right', '推定：000 未列出负面清单内容', '2020-01-01'),
    ('*', 'candidate', 'ties_with_firm', '本人或近亲属在本小区物业服务企业任职或有利益关系', 'Works for, or has an interest in, the estate''s firm, or a close relative does', '推定：000 未列出负面清单内容', '2020-01-01'),
    ('*', 'candidate', 'ended_before', '曾因负面清单情形被终止业主委员会成员资格', 'Membership of a committee was ended before by the negative list', '推定：000 未列出负面清单内容', '2020-01-01'),
    ('*', 'candidate', 'dishonest', '被列为失信被执行人', 'On the list of dishonest debtors', '推定：000 未列出负面清单内容', '2020-01-01'),
    ('*', 'candidate', 'criminal', '因刑事犯罪正在服刑或刑满未满规定年限', 'Serving a criminal sentence, or one served too recently', '推定：000 未列出负面清单内容', '2020-01-01'),
    ('*', 'service', 'OC-01', '违反业主大会议事规则、业主大会决议', 'Breaching the owners'' assembly''s rules or resolutions', '003 业主委员会问题第1项', '2020-01-01'),
    ('*', 'service', 'OC-04', '履职过程中不接受街道办事处、社区指导和监督', 'Refusing the guidance and supervision of street and community', '003 业主委员会问题第4项', '2020-01-01'),
    ('*', 'service', 'OC-05', '不按程序决定事项、以权谋私、向物业公司索要财物', 'Deciding without due procedure, abusing office, demanding property from the firm', '003 业主委员会问题第5项', '2020-01-01'),
    ('*', 'service', 'OC-06', '届满后未及时移交财物、文件资料、印章', 'Not handing over property, documents and seals after the term', '003 业主委员会问题第6项', '2020-01-01'),
    ('*', 'service', 'OC-07', '煽动、蛊惑业主，引发小区群体性事件', 'Inciting owners and causing mass incidents', '003 业主委员会问题第7项；001', '2020-01-01'),
    ('*', 'service', 'OC-08', '不交纳物业服务费等费用，或吃、拿、卡、要', 'Fees unpaid, or extorting favours', '003 业主委员会问题第8项', '2020-01-01'),
    ('*', 'service', 'suspected_crime', '履职中涉嫌违法犯罪', 'Suspected of a crime while in office', '001', '2020-01-01');

-- A candidate for an estate's committee, and the departments that are asked (资格联审, K01). The state follows from what they answer.
create table committee_candidates (
    district_code text collate "C" not null,
    id uuid not null,
    estate_id uuid not null,
    name text not null,
    position_sought text collate "C" not null default 'member',
    party_member boolean not null,
    recommended_by text,
    departments text[] not null,
    state text collate "C" not null default 'reviewing',
    concluded_at timestamptz,
    withdrawn_because text,
    created_by uuid,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint committee_candidates_key primary key (district_code, id),
    constraint committee_candidates_concluded unique (district_code, id, state),
    constraint committee_candidates_estate foreign key (district_code, estate_id) references estates (district_code, id),
    constraint committee_candidates_position_known check (position_sought in ('director', 'deputy_director', 'member', 'alternate')),
    constraint committee_candidates_state_known check (state in ('reviewing', 'passed', 'failed', 'withdrawn')),
    constraint committee_candidates_concluded_whole check ((concluded_at is null) = (state = 'reviewing')),
    constraint committee_candidates_withdrawn_why check ((withdrawn_because is null) = (state <> 'withdrawn')),
    constraint committee_candidates_joint check (cardinality(departments) >= 2)
);
create index committee_candidates_newest on committee_candidates (district_code, created_at desc, id desc);
create index committee_candidates_of_estate on committee_candidates (district_code, estate_id, name);

create table committee_opinions (
    district_code text collate "C" not null,
    candidate_id uuid not null,
    department text not null,
    verdict text collate "C" not null,
    item_id uuid,
    item_code text collate "C",
    reason text,
    given_on date not null,
    created_by uuid,
    created_at timestamptz not null,
    constraint committee_opinions_key primary key (district_code, candidate_id, department),
    constraint committee_opinions_candidate foreign key (district_code, candidate_id) references committee_candidates (district_code, id),
    constraint committee_opinions_verdict_known check (verdict in ('pass', 'fail')),
    constraint committee_opinions_failed_why check ((verdict = 'fail') = (item_code is not null))
);

-- Whoever did not pass is no member: the pair refers to a candidate who did.
alter table committee_members
    add column state text collate "C" not null default 'active',
    add column announced_on date,
    add column candidate_id uuid,
    add column candidate_state text collate "C" not null default 'passed',
    add constraint committee_members_state_known check (state in ('active', 'suspended', 'proposed', 'terminated')),
    add constraint committee_members_terminated_ends check (state <> 'terminated' or valid_to is not null),
    add constraint committee_members_announced_end check (announced_on is null or state = 'terminated'),
    add constraint committee_members_passed check (candidate_state = 'passed'),
    add constraint committee_members_candidate foreign key (district_code, candidate_id, candidate_state) references committee_candidates (district_code, id, state);
create unique index committee_members_of_candidate on committee_members (district_code, candidate_id) where candidate_id is not null;
-- What was known of members on a day stays. Those who are there already have been known since they were entered.
alter table committee_members add column known_from timestamptz not null default '-infinity';
update committee_members set known_from = created_at;
create table committee_members_past (
    like committee_members including generated,
    known_to timestamptz not null,
    constraint committee_members_past_key primary key (district_code, id, known_from, known_to),
    constraint committee_members_past_period check (known_to > known_from)
);
create index committee_members_past_of_committee on committee_members_past (district_code, committee_id);
create index committee_members_past_of_candidate on committee_members_past (district_code, candidate_id) where candidate_id is not null;
create index committee_members_open on committee_members (district_code, committee_id) where state in ('suspended', 'proposed');
create index committee_members_untold on committee_members (district_code, committee_id) where state = 'terminated' and announced_on is null;
create index committee_members_directors on committee_members (district_code, valid_to) where position = 'director' and valid_to is not null;

-- What a committee decided; ordered to be corrected where it breaks the law or the rules, annulled where that is refused (K06).
create table committee_decisions (
    district_code text collate "C" not null,
    id uuid not null,
    committee_id uuid not null,
    estate_id uuid not null,
    title text not null,
    content text,
    document text,
    decided_on date not null,
    state text collate "C" not null default 'standing',
    due_on date,
    ordered_by uuid,
    annulled_by uuid,
    announced_on date,
    withdrawn_at timestamptz,
    withdrawn_by uuid,
    withdrawn_because text,
    version integer not null default 1,
    created_by uuid,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint committee_decisions_key primary key (district_code, id),
    constraint committee_decisions_committee foreign key (district_code, committee_id) references owners_committees (district_code, id),
    constraint committee_decisions_estate foreign key (district_code, estate_id) references estates (district_code, id),
    constraint committee_decisions_state_known check (state in ('standing', 'ordered', 'corrected', 'annulled', 'withdrawn')),
    constraint committee_decisions_ordered_due check ((state in ('standing', 'withdrawn')) = (due_on is null)),
    constraint committee_decisions_withdrawn check ((state = 'withdrawn') = (withdrawn_at is not null) and (withdrawn_at is null) = (withdrawn_because is null)),
    constraint committee_decisions_withdrawer check (withdrawn_by <> created_by),
    constraint committee_decisions_decider check (annulled_by is null or ordered_by is null or annulled_by <> ordered_by),
    constraint committee_decisions_announced check (announced_on is null or state = 'annulled')
);
create index committee_decisions_open on committee_decisions (district_code, due_on) where state in ('ordered', 'annulled');
create index committee_decisions_newest on committee_decisions (district_code, decided_on desc, id desc);
create index committee_decisions_of_committee on committee_decisions (district_code, committee_id, decided_on desc, id desc);

-- Everything that was done with a committee, a member of it or a decision of it; added to, never changed.
create table committee_steps (
    district_code text collate "C" not null,
    id uuid not null,
    subject text collate "C" not null,
    committee_id uuid not null,
    estate_id uuid not null,
    member_id uuid,
    decision_id uuid,
    action text collate "C" not null,
    from_state text collate "C" not null,
    to_state text collate "C" not null,
    day date not null,
    due_on date,
    item_id uuid,
    item_code text collate "C",
    reason text not null,
    document text,
    place text,
    term_from date,
    term_to date,
    re_elected uuid[] not null default '{}',
    made_by uuid,
    made_role text collate "C" not null,
    created_at timestamptz not null,
    constraint committee_steps_key primary key (district_code, id),
    constraint committee_steps_of_transition foreign key (subject, from_state, action) references committee_transitions,
    constraint committee_steps_committee foreign key (district_code, committee_id) references owners_committees (district_code, id),
    constraint committee_steps_estate foreign key (district_code, estate_id) references estates (district_code, id),
    constraint committee_steps_member foreign key (district_code, member_id) references committee_members (district_code, id),
    constraint committee_steps_decision foreign key (district_code, decision_id) references committee_decisions (district_code, id),
    constraint committee_steps_subject_fits check ((subject = 'member') = (member_id is not null) and (subject = 'decision') = (decision_id is not null))
);
create index committee_steps_of_committee on committee_steps (district_code, committee_id, created_at desc, id desc);
create index committee_steps_elections on committee_steps (district_code, day) where subject = 'committee' and action = 'elect';

-- Owners' representatives look at the committee's work (K07); the result is by the rule of the day.
create table committee_reviews (
    district_code text collate "C" not null,
    id uuid not null,
    committee_id uuid not null,
    estate_id uuid not null,
    held_on date not null,
    representatives integer not null,
    satisfied integer not null,
    acceptable integer not null,
    unsatisfied integer not null,
    satisfied_percent numeric(5,2) not null,
    required_percent numeric(5,2) not null,
    result text collate "C" not null,
    document text,
    note text,
    withdrawn_at timestamptz,
    withdrawn_by uuid,
    withdrawn_because text,
    created_by uuid,
    created_at timestamptz not null,
    constraint committee_reviews_key primary key (district_code, id),
    constraint committee_reviews_committee foreign key (district_code, committee_id) references owners_committees (district_code, id),
    constraint committee_reviews_estate foreign key (district_code, estate_id) references estates (district_code, id),
    constraint committee_reviews_sum check (representatives > 0 and least(satisfied, acceptable, unsatisfied) >= 0 and satisfied + acceptable + unsatisfied = representatives),
    constraint committee_reviews_result check (result = case when satisfied_percent >= required_percent then 'passed' else 'failed' end),
    constraint committee_reviews_withdrawn check ((withdrawn_at is null) = (withdrawn_because is null)),
    constraint committee_reviews_withdrawer check (withdrawn_by <> created_by)
);
create unique index committee_reviews_once on committee_reviews (district_code, committee_id, held_on) where withdrawn_at is null;
create index committee_reviews_of_committee on committee_reviews (district_code, committee_id, held_on desc, id desc);

-- Economic responsibility audits (K02): of a term that ended, of a director who left, and special ones where owners complain strongly.
create table committee_audits (
    district_code text collate "C" not null,
    id uuid not null,
    committee_id uuid not null,
    estate_id uuid not null,
    kind text collate "C" not null,
    election_id uuid,
    member_id uuid,
    reason text,
    auditor text not null,
    commissioned_on date not null,
    reported_on date,
    opinion text collate "C",
    findings text,
    document text,
    withdrawn_at timestamptz,
    withdrawn_by uuid,
    withdrawn_because text,
    created_by uuid,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint committee_audits_key primary key (district_code, id),
    constraint committee_audits_committee foreign key (district_code, committee_id) references owners_committees (district_code, id),
    constraint committee_audits_estate foreign key (district_code, estate_id) references estates (district_code, id),
    constraint committee_audits_election foreign key (district_code, election_id) references committee_steps (district_code, id),
    constraint committee_audits_member foreign key (district_code, member_id) references committee_members (district_code, id),
    constraint committee_audits_kind_known check (kind in ('term_change', 'director_leaving', 'special')),
    constraint committee_audits_of_something check ((kind = 'term_change') = (election_id is not null) and (kind = 'director_leaving') = (member_id is not null)
        and (kind = 'special') = (reason is not null)),
    constraint committee_audits_opinion_known check (opinion in ('clean', 'shortcomings', 'irregular')),
    constraint committee_audits_reported_whole check ((reported_on is null) = (opinion is null)),
    constraint committee_audits_period check (reported_on >= commissioned_on),
    constraint committee_audits_withdrawn check ((withdrawn_at is null) = (withdrawn_because is null)),
    constraint committee_audits_withdrawer check (withdrawn_by <> created_by)
);
create unique index committee_audits_of_election on committee_audits (district_code, election_id) where election_id is not null and withdrawn_at is null;
create unique index committee_audits_of_member on committee_audits (district_code, member_id) where member_id is not null and withdrawn_at is null;
create index committee_audits_newest on committee_audits (district_code, commissioned_on desc, id desc);
create index committee_audits_of_committee on committee_audits (district_code, committee_id);

-- Accounts that the community manages together with the committee (K03). Of the number only the last four digits are kept.
create table committee_accounts (
    district_code text collate "C" not null,
    id uuid not null,
    committee_id uuid not null,
    estate_id uuid not null,
    bank text not null,
    last4 text collate "C" not null,
    managed_with text not null,
    bookkeeper text,
    opened_on date not null,
    closed_on date,
    close_reason text,
    created_by uuid,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint committee_accounts_key primary key (district_code, id),
    constraint committee_accounts_committee foreign key (district_code, committee_id) references owners_committees (district_code, id),
    constraint committee_accounts_estate foreign key (district_code, estate_id) references estates (district_code, id),
    constraint committee_accounts_last4_form check (last4 ~ '^[0-9]{4}$'),
    constraint committee_accounts_closed_whole check ((closed_on is null) = (close_reason is null)),
    constraint committee_accounts_period check (closed_on >= opened_on),
    constraint committee_accounts_one exclude using gist (district_code with =, committee_id with =, bank with =, last4 with =, daterange(opened_on, closed_on) with &&)
);

-- What a committee decided, where its money comes from and what it is used for (J10), and what has to be told to all owners (K05, K06). Public, without persons.
create table committee_announcements (
    district_code text collate "C" not null,
    id uuid not null,
    committee_id uuid not null,
    estate_id uuid not null,
    kind text collate "C" not null,
    title text not null,
    content text not null,
    fund_source text,
    fund_use text,
    amount numeric(14,2),
    place text not null,
    announced_on date not null,
    decision_id uuid,
    step_id uuid,
    withdrawn_at timestamptz,
    withdrawn_by uuid,
    withdrawn_because text,
    created_by uuid,
    created_at timestamptz not null,
    constraint committee_announcements_key primary key (district_code, id),
    constraint committee_announcements_committee foreign key (district_code, committee_id) references owners_committees (district_code, id),
    constraint committee_announcements_estate foreign key (district_code, estate_id) references estates (district_code, id),
    constraint committee_announcements_decision foreign key (district_code, decision_id) references committee_decisions (district_code, id),
    constraint committee_announcements_step foreign key (district_code, step_id) references committee_steps (district_code, id),
    constraint committee_announcements_kind_known check (kind in ('matter', 'funds', 'membership_ended', 'decision_annulled')),
    constraint committee_announcements_funds_told check (kind <> 'funds' or fund_source is not null and fund_use is not null),
    constraint committee_announcements_withdrawn check ((withdrawn_at is null) = (withdrawn_because is null) and (withdrawn_at is null or step_id is null)),
    constraint committee_announcements_withdrawer check (withdrawn_by <> created_by)
);
create index committee_announcements_newest on committee_announcements (district_code, announced_on desc, id desc);
create index committee_announcements_everywhere on committee_announcements (announced_on desc, id desc);
create index committee_announcements_of_committee on committee_announcements (district_code, committee_id, announced_on desc, id desc);

insert into rule_names (name, domain, kind, lowest, highest, units, position)
select n.name, 'committee', n.kind, n.lowest, n.highest, n.units::text[], (select max(position) from rule_names) + n.number
from (values ('committee_party_percent', 'decimal', 0, 100, '{percent}', 1), ('committee_members_reviewed', 'boolean', 0, 1, '{}', 2), ('committee_review_percent', 'decimal', 0, 100, '{percent}', 3),
    ('committee_review_months', 'integer', 1, 120, '{months}', 4), ('committee_audit_days', 'integer', 1, 3660, '{days}', 5), ('committee_term_notice_days', 'integer', 0, 3660, '{days}', 6)
) n (name, kind, lowest, highest, units, number);
insert into district_rules (district_code, domain, name, value, unit, basis, effective_from) values
    ('*', 'committee', 'committee_party_percent', 50, 'percent', '000：业主委员会中党员一般比例不低于50%', '2020-01-01'),
    ('*', 'committee', 'committee_members_reviewed', 0, null, '推定：000 建立资格联审机制，未规定此前成员须补审', '2020-01-01'),
    ('*', 'committee', 'committee_review_percent', 60, 'percent', '推定：001 未规定评议合格的满意比例', '2020-01-01'),
    ('*', 'committee', 'committee_review_months', 12, 'months', '推定：001 仅规定定期评议', '2020-01-01'),
    ('*', 'committee', 'committee_audit_days', 60, 'days', '推定：000 未规定审计期限', '2020-01-01'),
    ('*', 'committee', 'committee_term_notice_days', 90, 'days', '推定：001 未规定换届提前天数', '2020-01-01');

alter table committee_transitions enable row level security;
alter table committee_members_past enable row level security;
alter table committee_negative_items enable row level security;
alter table committee_candidates enable row level security;
alter table committee_opinions enable row level security;
alter table committee_decisions enable row level security;
alter table committee_steps enable row level security;
alter table committee_reviews enable row level security;
alter table committee_audits enable row level security;
alter table committee_accounts enable row level security;
alter table committee_announcements enable row level security;

reset role;
