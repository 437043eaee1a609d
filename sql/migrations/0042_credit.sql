-- Credit: rulebooks as data, records from a lead to their expiry, what counts and since when that is known, lists and grades made public, evaluations.
set local role wuye_owner;

-- A rulebook is one document (schema RulebookDocument of the contract): what its items, groups, grades and effects are stands in it, and a published one never
-- changes. district_code '*': as a province or a city gives it; a district makes its own of it.
create table credit_rulebooks (
    district_code text collate "C" not null,
    id uuid not null default gen_random_uuid(),
    code text collate "C" not null,
    number integer not null, -- of this code, from 1
    title_zh text not null,
    title_en text not null,
    state text collate "C" not null default 'draft',
    document jsonb not null,
    effective_from date,
    effective_to date,
    source text not null,
    created_by uuid,
    written_by uuid[] not null default '{}', -- whoever has written in it does not publish it
    created_at timestamptz not null default now(),
    published_by uuid,
    published_at timestamptz,
    withdrawn_reason text,
    version integer not null default 1,
    updated_at timestamptz not null default now(),
    constraint credit_rulebooks_key primary key (district_code, id),
    constraint credit_rulebooks_number unique (district_code, code, number),
    constraint credit_rulebooks_state_known check (state in ('given', 'draft', 'published', 'withdrawn')),
    constraint credit_rulebooks_given_to_all check ((state = 'given') = (district_code = '*')),
    constraint credit_rulebooks_published_from check (state <> 'published' or effective_from is not null),
    constraint credit_rulebooks_period check (effective_to > effective_from),
    constraint credit_rulebooks_one exclude using gist (district_code with =, daterange(effective_from, effective_to) with &&) where (state = 'published')
);

-- Members of an owners' committee: their files are for authorities alone.
create table committee_members (
    district_code text collate "C" not null,
    id uuid not null default gen_random_uuid(),
    committee_id uuid not null,
    name text not null,
    position text collate "C" not null default 'member',
    party_member boolean not null default false,
    valid_from date not null,
    valid_to date,
    end_reason text,
    version integer not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint committee_members_key primary key (district_code, id),
    constraint committee_members_committee foreign key (district_code, committee_id) references owners_committees,
    constraint committee_members_name_given check (name <> ''),
    constraint committee_members_position_known check (position in ('director', 'deputy_director', 'member', 'alternate')),
    constraint committee_members_period check (valid_to >= valid_from)
);
create index committee_members_of_committee on committee_members (district_code, committee_id);

-- A fact about somebody, and what is to be made of it. subject_id: a firm, an estate (project: the firm's work there), a person of the staff, a member of a
-- committee. firm_id: the firm on the day of the fact; none for a member of a committee.
create table credit_records (
    district_code text collate "C" not null,
    id uuid not null,
    rulebook_id uuid not null,
    item_code text collate "C" not null,
    title_zh text, -- the item's, which never changes once the rulebook is published
    title_en text,
    category text collate "C" not null,
    severity text collate "C",
    veto boolean not null default false,
    subject_kind text collate "C" not null,
    subject_id uuid not null,
    firm_id uuid,
    estate_id uuid,
    occurred_on date not null,
    level text collate "C",
    measure numeric(14,4),
    reference_points numeric(10,4), -- as the rulebook says
    points numeric(10,4), -- as decided; none until then
    assessor text collate "C" not null,
    source text collate "C" not null,
    source_id uuid,
    source_ref text,
    fact_key text collate "C" not null, -- one fact counts once for an item and a subject
    facts text not null,
    basis text,
    evidence text, -- where it lies: numbers of documents, attachments
    state text collate "C" not null,
    street_code text collate "C", -- of whoever proposed it, or of the estate
    community_code text collate "C",
    proposed_by uuid,
    proposed_role text collate "C" not null,
    proposed_at timestamptz not null,
    confirmed_by uuid,
    confirmed_at timestamptz,
    notified_at timestamptz,
    notice_no text collate "C", -- of the district and the year
    notice_seq integer,
    rectify_by date,
    objection_until date, -- the last day
    publicity_from date,
    publicity_until date, -- the last day
    objected_at timestamptz,
    objection_grounds text,
    objection_evidence text,
    decision_due date, -- the last day
    repair_applied_at timestamptz,
    repair_note text, -- what was mended
    circulated_on date, -- the day on which the trade was told (行业通报)
    valid_from date,
    valid_to date, -- the last day on which it counts; none: until what it says is mended
    ended_at timestamptz,
    ended_by uuid,
    end_reason text,
    version integer not null default 1,
    updated_at timestamptz not null,
    constraint credit_records_key primary key (district_code, id),
    constraint credit_records_rulebook foreign key (district_code, rulebook_id) references credit_rulebooks,
    constraint credit_records_firm foreign key (district_code, firm_id) references firms,
    constraint credit_records_estate foreign key (district_code, estate_id) references estates,
    constraint credit_records_category_known check (category in ('basic', 'good', 'bad')),
    constraint credit_records_severity_known check (severity in ('minor', 'general', 'serious')),
    constraint credit_records_subject_known check (subject_kind in ('firm', 'project', 'person', 'committee_member')),
    constraint credit_records_firm_fits check ((firm_id is null) = (subject_kind = 'committee_member')),
    constraint credit_records_points_positive check (points >= 0 and reference_points >= 0),
    constraint credit_records_source_known check (source in ('complaint', 'issue', 'inspection', 'penalty', 'court', 'award', 'evaluation', 'self_report', 'patrol', 'contract', 'external')),
    constraint credit_records_facts_given check (facts <> ''),
    constraint credit_records_state_known check (state in ('lead', 'proposed', 'confirmed', 'notified', 'objected', 'effective', 'repair_applied', 'repaired', 'revoked', 'dismissed', 'withdrawn')),
    constraint credit_records_period check (valid_to >= valid_from)
);
-- Once a fact, an item and a subject: what was dismissed, withdrawn or revoked does not stand in the way.
create unique index credit_records_one_fact on credit_records (district_code, subject_kind, subject_id, item_code, fact_key) where state not in ('dismissed', 'withdrawn', 'revoked');
create unique index credit_records_notice on credit_records (district_code, notice_no) where notice_no is not null;
create index credit_records_of_subject on credit_records (district_code, subject_kind, subject_id, occurred_on, id);
create index credit_records_of_firm on credit_records (district_code, firm_id, occurred_on, id);
create index credit_records_by_day on credit_records (district_code, occurred_on, id);
create index credit_records_by_state on credit_records (district_code, state, occurred_on, id);
create index credit_records_of_source on credit_records (district_code, source_id) where source_id is not null;

-- Which moves there are. from_state is the state as it is shown (credit_state()): 'publicity' while a notified record is made public, 'effective' after that,
-- 'expired' after its last day. Whoever did one of `unlike` last may not do this.
create table credit_record_transitions (
    from_state text collate "C" not null,
    action text collate "C" not null,
    role text collate "C" not null,
    to_state text collate "C" not null,
    needs text collate "C",
    unlike text[] not null default '{}',
    constraint credit_record_transitions_key primary key (from_state, action, role),
    constraint credit_record_transitions_role_known check (role in ('district', 'street', 'community', 'company', 'hotline'))
);
insert into credit_record_transitions (from_state, action, role, to_state, needs, unlike) values
    ('lead', 'propose', 'district', 'proposed', null, '{}'),
    ('lead', 'propose', 'street', 'proposed', null, '{}'),
    ('lead', 'dismiss', 'district', 'dismissed', null, '{}'),
    ('lead', 'dismiss', 'street', 'dismissed', null, '{}'),
    ('proposed', 'confirm', 'district', 'confirmed', null, '{propose,create}'),
    ('proposed', 'dismiss', 'district', 'dismissed', null, '{}'),
    ('confirmed', 'notify', 'district', 'notified', null, '{}'),
    ('confirmed', 'dismiss', 'district', 'dismissed', null, '{}'),
    ('notified', 'object', 'company', 'objected', 'in_time', '{}'),
    ('publicity', 'object', 'company', 'objected', 'in_time', '{}'),
    ('objected', 'uphold', 'district', 'effective', null, '{object,propose,create,confirm}'),
    ('objected', 'amend', 'district', 'effective', null, '{object,propose,create,confirm}'),
    ('objected', 'withdraw', 'district', 'withdrawn', null, '{object}'),
    ('effective', 'apply_repair', 'company', 'repair_applied', 'repairable', '{}'),
    ('repair_applied', 'accept_repair', 'district', 'repaired', null, '{apply_repair}'),
    ('repair_applied', 'refuse_repair', 'district', 'effective', null, '{apply_repair}'),
    ('notified', 'revoke', 'district', 'revoked', null, '{}'),
    ('publicity', 'revoke', 'district', 'revoked', null, '{}'),
    ('effective', 'revoke', 'district', 'revoked', null, '{}'),
    ('effective', 'circulate', 'district', 'effective', 'personal', '{}'),
    ('expired', 'revoke', 'district', 'revoked', null, '{}'),
    ('repaired', 'revoke', 'district', 'revoked', null, '{}');

-- Every step, never changed.
create table credit_record_events (
    district_code text collate "C" not null,
    id bigint generated always as identity,
    record_id uuid not null,
    at timestamptz not null,
    action text collate "C" not null,
    from_state text collate "C",
    to_state text collate "C" not null,
    actor_id uuid,
    actor_name text,
    actor_role text collate "C" not null,
    note text,
    details jsonb not null default '{}', -- points before and after, days
    constraint credit_record_events_key primary key (district_code, record_id, id),
    constraint credit_record_events_record foreign key (district_code, record_id) references credit_records
);

-- What counts for whom, on which days, and from when to when that was known: a fact that came late changes the past only from then on. A record has a row for its
-- subject and one for each subject that the rulebook has it propagate to. Rows are never changed but that `known` ends.
create table credit_counts (
    district_code text collate "C" not null,
    id bigint generated always as identity,
    record_id uuid not null,
    subject_kind text collate "C" not null,
    subject_id uuid not null,
    firm_id uuid,
    item_code text collate "C" not null,
    category text collate "C" not null,
    points numeric(10,4) not null,
    assessor text collate "C" not null,
    fact_key text collate "C" not null,
    veto boolean not null,
    valid daterange not null,
    known tstzrange not null,
    constraint credit_counts_key primary key (district_code, id),
    constraint credit_counts_record foreign key (district_code, record_id) references credit_records,
    constraint credit_counts_points_positive check (points >= 0),
    constraint credit_counts_valid_some check (not isempty(valid)),
    constraint credit_counts_once exclude using gist (district_code with =, record_id with =, subject_kind with =, subject_id with =, known with &&)
);
create index credit_counts_of_subject on credit_counts (district_code, subject_kind, subject_id);

-- What was frozen and made public: grades of a period, or a list. Never changed but that it is withdrawn.
create table credit_publications (
    district_code text collate "C" not null,
    id uuid not null,
    kind text collate "C" not null,
    title text not null,
    subject_kind text collate "C" not null,
    rulebook_id uuid,
    as_of date not null,
    known_at timestamptz not null,
    published_on date not null,
    basis text not null,
    subjects integer not null,
    hash text collate "C" not null,
    withdrawn_at timestamptz,
    withdrawn_reason text,
    created_by uuid,
    created_at timestamptz not null,
    version integer not null default 1,
    updated_at timestamptz not null,
    constraint credit_publications_key primary key (district_code, id),
    constraint credit_publications_rulebook foreign key (district_code, rulebook_id) references credit_rulebooks,
    constraint credit_publications_kind_known check (kind in ('grades', 'red', 'black', 'key_supervision', 'exposed', 'leading', 'joint_incentive')),
    constraint credit_publications_subject_known check (subject_kind in ('firm', 'project')),
    constraint credit_publications_hash_form check (hash ~ '^[0-9a-f]{64}$'),
    constraint credit_publications_withdrawn check ((withdrawn_at is null) = (withdrawn_reason is null))
);
-- One that stands for a day; another takes its place once it was withdrawn.
create unique index credit_publications_one on credit_publications (district_code, kind, subject_kind, as_of) where withdrawn_at is null;
create index credit_publications_by_day on credit_publications (district_code, published_on desc, id);

-- A score as it was on a day and as it was known then, with the hash of what went into it. Immutable.
create table credit_snapshots (
    district_code text collate "C" not null,
    id uuid not null default gen_random_uuid(),
    subject_kind text collate "C" not null,
    subject_id uuid not null,
    firm_id uuid,
    name text not null,
    uscc text collate "C", -- of a firm that was made public
    rulebook_id uuid not null,
    as_of date not null,
    known_at timestamptz not null,
    basic numeric not null, -- with all the places that weights make
    good numeric not null,
    bad numeric not null,
    total numeric not null,
    has_bad boolean not null,
    veto boolean not null,
    takes_part boolean not null,
    grade text collate "C",
    inputs_hash text collate "C" not null,
    publication_id uuid,
    created_by uuid,
    created_at timestamptz not null,
    constraint credit_snapshots_key primary key (district_code, id),
    constraint credit_snapshots_rulebook foreign key (district_code, rulebook_id) references credit_rulebooks,
    constraint credit_snapshots_publication foreign key (district_code, publication_id) references credit_publications,
    constraint credit_snapshots_hash_form check (inputs_hash ~ '^[0-9a-f]{64}$')
);
create index credit_snapshots_of_subject on credit_snapshots (district_code, subject_kind, subject_id, as_of desc, id);
create index credit_snapshots_newest on credit_snapshots (district_code, created_at desc, id desc);
create index credit_snapshots_of_publication on credit_snapshots (district_code, publication_id, total desc, id);

-- Who is on which list, why, and from when to when. What joint incentive leans on (D24) is kept with the entry: the grade and the evaluation.
create table credit_list_entries (
    district_code text collate "C" not null,
    id uuid not null,
    list text collate "C" not null,
    subject_kind text collate "C" not null,
    subject_id uuid not null,
    firm_id uuid,
    name text not null,
    uscc text collate "C",
    record_id uuid,
    evaluation_id uuid,
    evaluation_percent numeric(7,4), -- of the best that could be reached
    evaluation_least numeric(7,4), -- that was asked for
    grade text collate "C", -- when it was proposed
    basis text not null,
    state text collate "C" not null default 'proposed',
    valid_from date,
    valid_to date, -- the day after the last
    proposed_by uuid,
    proposed_at timestamptz not null,
    decided_by uuid,
    decided_at timestamptz,
    decision text,
    removed_by uuid,
    removed_at timestamptz,
    removed_cause text collate "C",
    removed_reason text,
    version integer not null default 1,
    updated_at timestamptz not null,
    constraint credit_list_entries_key primary key (district_code, id),
    constraint credit_list_entries_record foreign key (district_code, record_id) references credit_records,
    constraint credit_list_entries_list_known check (list in ('red', 'black', 'key_supervision', 'exposed', 'leading', 'joint_incentive')),
    constraint credit_list_entries_subject_known check (subject_kind in ('firm', 'project', 'person')),
    constraint credit_list_entries_state_known check (state in ('proposed', 'listed', 'refused', 'removed')),
    constraint credit_list_entries_cause_known check (removed_cause in ('repaired', 'decision', 'term_over')),
    constraint credit_list_entries_removed check ((state = 'removed') = (removed_cause is not null) and (removed_cause is null) = (removed_reason is null)),
    constraint credit_list_entries_decider check (decided_by is distinct from proposed_by or decided_by is null),
    constraint credit_list_entries_listed_from check (state in ('proposed', 'refused') or valid_from is not null),
    constraint credit_list_entries_incentive check (evaluation_percent >= evaluation_least),
    constraint credit_list_entries_period check (valid_to >= valid_from),
    constraint credit_list_entries_one exclude using gist (district_code with =, list with =, subject_kind with =, subject_id with =, daterange(valid_from, valid_to) with &&)
        where (state in ('listed', 'removed'))
);
create unique index credit_list_entries_proposed_once on credit_list_entries (district_code, list, subject_kind, subject_id) where state = 'proposed';
create index credit_list_entries_newest on credit_list_entries (district_code, proposed_at desc, id desc);
create index credit_list_entries_of_subject on credit_list_entries (district_code, subject_kind, subject_id);

-- An entry as a publication froze it. Never changed.
create table credit_published_entries (
    district_code text collate "C" not null,
    id uuid not null default gen_random_uuid(),
    publication_id uuid not null,
    entry_id uuid not null,
    subject_kind text collate "C" not null,
    subject_id uuid not null,
    name text not null,
    uscc text collate "C",
    basis text not null,
    valid_from date not null,
    valid_to date,
    constraint credit_published_entries_key primary key (district_code, id),
    constraint credit_published_entries_publication foreign key (district_code, publication_id) references credit_publications,
    constraint credit_published_entries_entry foreign key (district_code, entry_id) references credit_list_entries,
    constraint credit_published_entries_once unique (district_code, publication_id, entry_id),
    constraint credit_published_entries_subject_known check (subject_kind in ('firm', 'project'))
);

-- What was sent to 信用中国 (D22): one line for a record or an entry of a list.
create table credit_disclosures (
    district_code text collate "C" not null,
    id uuid not null,
    channel text collate "C" not null default 'credit_china',
    record_id uuid,
    entry_id uuid,
    subject_kind text collate "C" not null,
    subject_id uuid not null,
    name text not null,
    state text collate "C" not null default 'pending',
    sent_on date,
    reference_no text collate "C",
    refused_reason text,
    withdrawn_on date,
    withdrawn_reason text,
    created_by uuid,
    created_at timestamptz not null,
    version integer not null default 1,
    updated_at timestamptz not null,
    constraint credit_disclosures_key primary key (district_code, id),
    constraint credit_disclosures_record foreign key (district_code, record_id) references credit_records,
    constraint credit_disclosures_entry foreign key (district_code, entry_id) references credit_list_entries,
    constraint credit_disclosures_of_one check (num_nonnulls(record_id, entry_id) = 1),
    constraint credit_disclosures_subject_known check (subject_kind in ('firm', 'project')),
    constraint credit_disclosures_state_known check (state in ('pending', 'sent', 'accepted', 'refused', 'withdrawn')),
    constraint credit_disclosures_sent check (state in ('pending', 'withdrawn') or sent_on is not null and reference_no is not null)
);
create unique index credit_disclosures_record_once on credit_disclosures (district_code, channel, record_id) where state not in ('refused', 'withdrawn');
create unique index credit_disclosures_entry_once on credit_disclosures (district_code, channel, entry_id) where state not in ('refused', 'withdrawn');
create index credit_disclosures_newest on credit_disclosures (district_code, created_at desc, id desc);

-- Which moves entries of lists and disclosures have.
create table credit_list_transitions (
    thing text collate "C" not null,
    from_state text collate "C" not null,
    action text collate "C" not null,
    to_state text collate "C" not null,
    constraint credit_list_transitions_key primary key (thing, from_state, action),
    constraint credit_list_transitions_thing_known check (thing in ('entry', 'disclosure'))
);
insert into credit_list_transitions (thing, from_state, action, to_state) values
    ('entry', 'proposed', 'list', 'listed'),
    ('entry', 'proposed', 'refuse', 'refused'),
    ('entry', 'listed', 'remove', 'removed'),
    ('disclosure', 'pending', 'send', 'sent'),
    ('disclosure', 'sent', 'accept', 'accepted'),
    ('disclosure', 'sent', 'refuse', 'refused'),
    ('disclosure', 'pending', 'withdraw', 'withdrawn'),
    ('disclosure', 'sent', 'withdraw', 'withdrawn'),
    ('disclosure', 'accepted', 'withdraw', 'withdrawn');

-- How good the service was, as somebody said it for a period: a third party (D03), or street, owners' committee and community each for itself (D07).
create table evaluations (
    district_code text collate "C" not null,
    id uuid not null,
    kind text collate "C" not null,
    assessor text collate "C" not null,
    assessor_name text,
    subject_kind text collate "C" not null,
    subject_id uuid not null,
    firm_id uuid not null,
    estate_id uuid,
    street_code text collate "C",
    community_code text collate "C",
    period_from date not null,
    period_to date not null, -- the last day
    score numeric(7,2) not null,
    score_max numeric(7,2) not null,
    sheet jsonb not null default '[]', -- [{item, score, max, note}]
    note text,
    state text collate "C" not null default 'submitted',
    submitted_by uuid,
    submitted_at timestamptz not null,
    confirmed_by uuid,
    confirmed_at timestamptz,
    withdrawn_reason text,
    credit_record_id uuid, -- that its confirmation raised
    version integer not null default 1,
    updated_at timestamptz not null,
    constraint evaluations_key primary key (district_code, id),
    constraint evaluations_firm foreign key (district_code, firm_id) references firms,
    constraint evaluations_estate foreign key (district_code, estate_id) references estates,
    constraint evaluations_credit_record foreign key (district_code, credit_record_id) references credit_records,
    constraint evaluations_kind_known check (kind in ('third_party', 'composite', 'daily', 'quarterly', 'half_year', 'annual', 'expert')),
    constraint evaluations_assessor_known check (assessor in ('district', 'street', 'community', 'owners_committee', 'owners', 'third_party')),
    constraint evaluations_subject_known check (subject_kind in ('firm', 'project')),
    constraint evaluations_score_fits check (score between 0 and score_max and score_max > 0),
    constraint evaluations_state_known check (state in ('submitted', 'confirmed', 'withdrawn')),
    constraint evaluations_period check (period_to >= period_from)
);
-- One word from each assessor for a subject and a period.
create unique index evaluations_one on evaluations (district_code, kind, subject_kind, subject_id, assessor, period_from, period_to) where state <> 'withdrawn';
create index evaluations_of_firm on evaluations (district_code, firm_id, period_to desc, id);
alter table credit_list_entries add constraint credit_list_entries_evaluation foreign key (district_code, evaluation_id) references evaluations;

-- Why a firm may not bid is not always why it may not be honoured: a rule says for which question it holds. A district's own rule stands in place of the common
-- one ('*').
alter table eligibility_rules add purpose text not null default 'bid' constraint eligibility_rules_purpose_known check (purpose in ('bid', 'award', 'entry'));
alter table eligibility_rules add district_code text collate "C" not null default '*';
alter table eligibility_rules add id uuid not null default gen_random_uuid();
alter table eligibility_rules add basis text;
alter table eligibility_rules add created_at timestamptz not null default now();
alter table eligibility_rules drop constraint eligibility_rules_key;
alter table eligibility_rules add constraint eligibility_rules_key primary key (district_code, id);
alter table eligibility_rules add constraint eligibility_rules_one exclude using gist
    (district_code with =, purpose with =, reason with =, daterange(effective_from, effective_to) with &&);
insert into eligibility_rules (purpose, reason, bars, position, effective_from)
select p.purpose, e.reason, e.bars, e.position, e.effective_from
from eligibility_rules e cross join (values ('award'), ('entry')) p (purpose);
-- Before a firm is let in nobody has decided on its entry; and what it is let in for does not bar it.
update eligibility_rules set bars = false where purpose = 'entry' and reason = 'entry_not_decided';
-- What credit says. A reason without a rule is not said for that question.
insert into eligibility_rules (purpose, reason, bars, position, effective_from, basis) values
    ('bid', 'credit_market_restricted', true, 9, '2020-01-01', '采取限制市场措施（002）'),
    ('award', 'credit_market_restricted', true, 9, '2020-01-01', '采取限制市场措施（002）'),
    ('entry', 'credit_market_restricted', true, 9, '2020-01-01', '采取限制市场措施（002）'),
    ('award', 'credit_award_ban', true, 10, '2020-01-01', '取消评先树优资格（002）'),
    ('bid', 'credit_procurement_ban', false, 11, '2020-01-01', '取消政府采购资格（002）'),
    ('bid', 'credit_blacklisted', true, 12, '2020-01-01', '列入信用管理“黑名单”（002）'),
    ('award', 'credit_blacklisted', true, 12, '2020-01-01', '列入黑名单，取消评优评先资格（002）'),
    ('entry', 'credit_blacklisted', true, 12, '2020-01-01', '列入信用管理“黑名单”（002）'),
    ('bid', 'credit_key_supervision', false, 13, '2020-01-01', '列为重点监管对象（002）'),
    ('award', 'credit_key_supervision', false, 13, '2020-01-01', '列为重点监管对象（002）'),
    ('entry', 'credit_key_supervision', false, 13, '2020-01-01', '列为重点监管对象（002）'),
    ('bid', 'credit_veto', false, 14, '2020-01-01', null),
    ('award', 'credit_veto', true, 14, '2020-01-01', null),
    ('entry', 'credit_veto', false, 14, '2020-01-01', null),
    ('bid', 'credit_missing', false, 15, '2020-01-01', null),
    ('award', 'credit_missing', true, 15, '2020-01-01', null),
    ('entry', 'credit_missing', false, 15, '2020-01-01', null),
    ('bid', 'credit_unrated', false, 16, '2020-01-01', null),
    ('award', 'credit_unrated', true, 16, '2020-01-01', null),
    ('entry', 'credit_unrated', false, 16, '2020-01-01', null),
    ('bid', 'bad_record_unmended', false, 17, '2020-01-01', null),
    ('award', 'bad_record_unmended', true, 17, '2020-01-01', '逾期拒不整改的，取消评先树优资格（002）'),
    ('entry', 'bad_record_unmended', false, 17, '2020-01-01', null),
    ('bid', 'bad_record', false, 18, '2020-01-01', null),
    ('award', 'bad_record', true, 18, '2020-01-01', '计入不良信用信息，取消企业、项目和人员的评优评先资格（002）'),
    ('entry', 'bad_record', false, 18, '2020-01-01', null);

alter table imports
    drop constraint imports_register_known,
    add constraint imports_register_known check (register in ('firms', 'estates', 'contracts', 'staff', 'credit_records'));

alter table credit_rulebooks enable row level security;
alter table committee_members enable row level security;
alter table credit_records enable row level security;
alter table credit_record_transitions enable row level security;
alter table credit_record_events enable row level security;
alter table credit_counts enable row level security;
alter table credit_publications enable row level security;
alter table credit_snapshots enable row level security;
alter table credit_list_entries enable row level security;
alter table credit_published_entries enable row level security;
alter table credit_disclosures enable row level security;
alter table credit_list_transitions enable row level security;
alter table evaluations enable row level security;
