-- Owners' online votes (K20, Civil Code art. 278) with a count that anybody can make again, and applications for the maintenance fund in emergencies (K19).
set local role wuye_owner;

-- What share of the owners has to take part and to agree, by kind of matter, of area and of heads alike. `…_over`: more than the share; otherwise the share is enough.
create table vote_rules (
    district_code text collate "C" not null default '*',
    matter text collate "C" not null,
    effective_from date not null,
    effective_to date,
    quorum_part integer not null,
    quorum_of integer not null,
    quorum_over boolean not null,
    consent_part integer not null,
    consent_of integer not null,
    consent_over boolean not null,
    basis text not null,
    constraint vote_rules_key primary key (district_code, matter, effective_from),
    constraint vote_rules_matter_known check (matter in ('rules_of_procedure', 'covenant', 'committee_election', 'firm_selection', 'firm_removal', 'fund_use', 'fund_raise', 'rebuild', 'common_parts_use', 'other')),
    constraint vote_rules_shares check (quorum_part between 0 and quorum_of and quorum_of > 0 and consent_part between 0 and consent_of and consent_of > 0),
    constraint vote_rules_period check (effective_to > effective_from)
);
insert into vote_rules (matter, effective_from, quorum_part, quorum_of, quorum_over, consent_part, consent_of, consent_over, basis)
select m, date '2021-01-01', 2, 3, false, 1, 2, true, '民法典第二百七十八条：由专有部分面积占比三分之二以上的业主且人数占比三分之二以上的业主参与表决；应当经参与表决专有部分面积过半数的业主且参与表决人数过半数的业主同意'
from unnest(array['rules_of_procedure', 'covenant', 'committee_election', 'firm_selection', 'firm_removal', 'fund_use', 'other']) m
union all
select m, date '2021-01-01', 2, 3, false, 3, 4, false, '民法典第二百七十八条：决定前款第六项至第八项规定的事项，应当经参与表决专有部分面积四分之三以上的业主且参与表决人数四分之三以上的业主同意'
from unnest(array['fund_raise', 'rebuild', 'common_parts_use']) m;

insert into rule_names (name, domain, kind, lowest, highest, units, position)
select n.name, 'vote', 'integer', n.lowest, n.highest, n.units::text[], (select max(position) from rule_names) + row_number() over ()
from (values ('vote_notice_days', 0, 90, '{days}'), ('vote_publicity_days', 0, 90, '{days}'), ('vote_area_crowd', 4, 1000, '{people}'), ('vote_sealed_crowd', 4, 1000, '{people}')) n (name, lowest, highest, units);
insert into district_rules (district_code, domain, name, value, unit, basis, effective_from) values
    ('*', 'vote', 'vote_notice_days', 15, 'days', '《物业管理条例》第十四条：召开业主大会会议，应当于会议召开15日以前通知全体业主', '2020-01-01'),
    ('*', 'vote', 'vote_publicity_days', 7, 'days', '推定：结果公示期文件未载明', '2020-01-01'),
    ('*', 'vote', 'vote_area_crowd', 5, 'people', '推定：无记名表决中至少这么多票面积相同且意见不一，才公布单票面积', '2020-01-01'),
    ('*', 'vote', 'vote_sealed_crowd', 40, 'people', '推定：无记名表决中不公布面积的票少于此数时，其合计即可推知个人意见，故全部不公布单票面积', '2020-01-01');

-- draft → notified → open → publicised → effective; void when an objection is upheld; withdrawn before it opens. What rules held and who may vote is frozen when it opens.
create table motions (
    district_code text collate "C" not null constraint motions_district references districts,
    id uuid not null,
    estate_id uuid not null,
    estate_code text collate "C" not null,
    estate_name text not null,
    street_code text collate "C" not null,
    community_code text collate "C" not null,
    convener text collate "C" not null constraint motions_convener_known check (convener in ('committee', 'community', 'street')),
    matter text collate "C" not null,
    title text not null,
    text text not null,
    secret boolean not null,
    contract_id uuid, -- that of the firm to be removed
    state text collate "C" not null default 'draft' constraint motions_state_known check (state in ('draft', 'notified', 'open', 'publicised', 'effective', 'void', 'withdrawn')),
    notified_on date,
    opens_on date not null,
    closes_on date not null,
    quorum_part integer,
    quorum_of integer,
    quorum_over boolean,
    consent_part integer,
    consent_of integer,
    consent_over boolean,
    heads integer,
    area_m2 numeric(14,2),
    units integer,
    households integer, -- of the estate by the register: whether all are among them
    electorate_hash text collate "C",
    publicity_days integer,
    area_crowd integer,
    sealed_crowd integer,
    closed_on date,
    publicity_until date, -- the last day of publicity
    for_heads integer,
    for_area_m2 numeric(14,2),
    against_heads integer,
    against_area_m2 numeric(14,2),
    abstain_heads integer,
    abstain_area_m2 numeric(14,2),
    quorate boolean,
    passed boolean,
    ballots_hash text collate "C", -- of all receipts in their order
    chain_head text collate "C",
    effective_on date,
    ended_reason text,
    created_by uuid,
    created_at timestamptz not null,
    confirmed_by uuid,
    version integer not null default 1,
    updated_at timestamptz not null,
    constraint motions_key primary key (district_code, id),
    constraint motions_of_estate foreign key (district_code, estate_id) references estates (district_code, id),
    constraint motions_of_contract foreign key (district_code, contract_id) references contracts (district_code, id),
    constraint motions_contract_fits check (contract_id is null or matter = 'firm_removal'),
    constraint motions_period check (closes_on >= opens_on),
    constraint motions_by_two check (confirmed_by <> created_by),
    constraint motions_notified check ((notified_on is not null) or state in ('draft', 'withdrawn')),
    constraint motions_frozen check (state not in ('open', 'publicised', 'effective', 'void')
        or num_nulls(quorum_part, quorum_of, quorum_over, consent_part, consent_of, consent_over, heads, area_m2, units, electorate_hash, publicity_days, area_crowd, sealed_crowd) = 0),
    constraint motions_counted check (num_nulls(closed_on, publicity_until, for_heads, for_area_m2, against_heads, against_area_m2, abstain_heads, abstain_area_m2, quorate, passed, ballots_hash, chain_head)
        = case when state in ('publicised', 'effective', 'void') then 0 else 12 end),
    constraint motions_effective check ((effective_on is not null) = (state = 'effective') and (confirmed_by is not null or state <> 'effective')),
    constraint motions_ended_why check ((ended_reason is not null) = (state in ('withdrawn', 'void')))
);
create index motions_newest on motions (district_code, created_at desc, id desc);
create index motions_of_estate_newest on motions (district_code, estate_id, created_at desc, id desc);
create index motions_by_id_alone on motions (id);
create index motions_told_newest on motions (created_at desc, id desc) where notified_on is not null; -- of every district, as who has no token lists them

create table motion_transitions (
    from_state text collate "C" not null,
    action text collate "C" not null,
    to_state text collate "C" not null,
    constraint motion_transitions_key primary key (from_state, action)
);
insert into motion_transitions (from_state, action, to_state) values
    ('draft', 'notify', 'notified'), ('notified', 'open', 'open'), ('open', 'close', 'publicised'), ('publicised', 'confirm', 'effective'),
    ('publicised', 'void', 'void'), ('draft', 'withdraw', 'withdrawn'), ('notified', 'withdraw', 'withdrawn');

-- Whoever may vote, one head each, by the hash of his code; no name. voter_key: the hash of the reference that he is known by, so that nobody is two heads.
create table vote_voters (
    district_code text collate "C" not null,
    motion_id uuid not null,
    code_hash text collate "C" not null constraint vote_voters_hash_form check (code_hash ~ '^[0-9a-f]{64}$'),
    voter_key text collate "C" not null,
    area_m2 numeric(14,2) not null constraint vote_voters_area_positive check (area_m2 > 0),
    named_by uuid,
    constraint vote_voters_key primary key (district_code, motion_id, code_hash),
    constraint vote_voters_one_head unique (district_code, motion_id, voter_key),
    constraint vote_voters_motion foreign key (district_code, motion_id) references motions (district_code, id)
);
create table vote_units (
    district_code text collate "C" not null,
    motion_id uuid not null,
    unit text collate "C" not null constraint vote_units_no_words check (unit ~ '^[0-9A-Za-z-]{1,40}$'),
    code_hash text collate "C" not null,
    area_m2 numeric(12,2) not null constraint vote_units_area_positive check (area_m2 > 0),
    constraint vote_units_once primary key (district_code, motion_id, unit),
    constraint vote_units_voter foreign key (district_code, motion_id, code_hash) references vote_voters (district_code, motion_id, code_hash) on delete cascade
);
create index vote_units_of_voter on vote_units (district_code, motion_id, code_hash);

-- Who has voted, and how he handed it in; not what. Without a time, so that it cannot be laid beside the ballots.
create table vote_marks (
    district_code text collate "C" not null,
    motion_id uuid not null,
    code_hash text collate "C" not null,
    via text collate "C" not null constraint vote_marks_via_known check (via in ('online', 'paper')),
    constraint vote_marks_once primary key (district_code, motion_id, code_hash),
    constraint vote_marks_voter foreign key (district_code, motion_id, code_hash) references vote_voters (district_code, motion_id, code_hash)
);

-- The ballots. One of a secret vote does not say whose it is; `finder` is the hash of what only its voter knows. receipt = H(choice_nonce:choice:H(area_nonce:area)).
create table vote_ballots (
    district_code text collate "C" not null,
    motion_id uuid not null,
    receipt text collate "C" not null,
    choice text collate "C" not null constraint vote_ballots_choice_known check (choice in ('for', 'against', 'abstain')),
    area_m2 numeric(14,2) not null,
    choice_nonce text collate "C" not null,
    area_nonce text collate "C" not null,
    finder text collate "C",
    code_hash text collate "C", -- of an open vote
    constraint vote_ballots_key primary key (district_code, motion_id, receipt),
    constraint vote_ballots_one_each unique (district_code, motion_id, code_hash),
    constraint vote_ballots_finder unique (district_code, motion_id, finder),
    constraint vote_ballots_mark foreign key (district_code, motion_id, code_hash) references vote_marks (district_code, motion_id, code_hash)
);
-- Where the chain stands. Whoever votes locks this row; the motion itself does not change, so that its version tells nobody how many have voted.
create table vote_chains (
    district_code text collate "C" not null,
    motion_id uuid not null,
    ballots integer not null,
    head text collate "C" not null,
    constraint vote_chains_key primary key (district_code, motion_id),
    constraint vote_chains_motion foreign key (district_code, motion_id) references motions (district_code, id)
);
-- What came in, one after another, each bound to the one before. An entry hides which receipt it stands for from all but its voter: the order tells nobody who chose what.
-- It leans on the chain and not on the motion: whoever closes holds the motion's row while he waits for the chain's.
create table vote_entries (
    district_code text collate "C" not null,
    motion_id uuid not null,
    seq integer not null,
    entry text collate "C" not null,
    link text collate "C" not null,
    constraint vote_entries_key primary key (district_code, motion_id, seq),
    constraint vote_entries_chain foreign key (district_code, motion_id) references vote_chains (district_code, motion_id)
);
-- A ballot on paper: two persons enter it without seeing each other's entry; where they differ a third does.
create table vote_papers (
    district_code text collate "C" not null,
    id uuid not null,
    motion_id uuid not null,
    code_hash text collate "C" not null,
    state text collate "C" not null constraint vote_papers_state_known check (state in ('pending', 'held', 'cast', 'overtaken')),
    proxy_document text,
    entries integer not null default 1,
    constraint vote_papers_key primary key (district_code, id),
    constraint vote_papers_once unique (district_code, motion_id, code_hash),
    constraint vote_papers_voter foreign key (district_code, motion_id, code_hash) references vote_voters (district_code, motion_id, code_hash)
);
-- What was entered is forgotten once the ballot is in.
create table vote_paper_entries (
    district_code text collate "C" not null,
    paper_id uuid not null,
    position integer not null,
    choice text collate "C" constraint vote_paper_entries_choice_known check (choice in ('for', 'against', 'abstain')),
    entered_by uuid not null,
    constraint vote_paper_entries_key primary key (district_code, paper_id, position),
    constraint vote_paper_entries_by_another unique (district_code, paper_id, entered_by),
    constraint vote_paper_entries_paper foreign key (district_code, paper_id) references vote_papers (district_code, id)
);

create table vote_objections (
    district_code text collate "C" not null,
    id uuid not null,
    motion_id uuid not null,
    street_code text collate "C" not null,
    community_code text collate "C" not null,
    code_hash text collate "C" not null,
    text text not null,
    raised_on date not null,
    state text collate "C" not null default 'open' constraint vote_objections_state_known check (state in ('open', 'dismissed', 'upheld')),
    answer text,
    decided_by uuid,
    decided_at timestamptz,
    version integer not null default 1,
    updated_at timestamptz not null,
    constraint vote_objections_key primary key (district_code, id),
    constraint vote_objections_one_each unique (district_code, motion_id, code_hash),
    constraint vote_objections_voter foreign key (district_code, motion_id, code_hash) references vote_voters (district_code, motion_id, code_hash),
    constraint vote_objections_decided check ((state = 'open') = (decided_at is null) and (answer is null) = (decided_at is null))
);

-- K19: 维修资金应急使用. What may be paid for without a vote is the code list `maintenance_emergency`; anything else needs a motion that has passed.
create table maintenance_applications (
    district_code text collate "C" not null constraint maintenance_applications_district references districts,
    id uuid not null,
    estate_id uuid not null,
    street_code text collate "C" not null,
    community_code text collate "C" not null,
    applicant text collate "C" not null constraint maintenance_applications_applicant_known check (applicant in ('committee', 'community', 'street')),
    item text collate "C",
    motion_id uuid,
    title text not null,
    reason text not null,
    estimate numeric(14,2) not null constraint maintenance_applications_estimate_positive check (estimate > 0),
    state text collate "C" not null default 'proposed' constraint maintenance_applications_state_known check (state in ('proposed', 'refused', 'approved', 'started', 'closed')),
    proposed_by uuid,
    proposed_at timestamptz not null,
    decided_by uuid,
    decided_at timestamptz,
    decision text,
    started_on date,
    closed_on date,
    used numeric(14,2),
    outcome text,
    version integer not null default 1,
    updated_at timestamptz not null,
    constraint maintenance_applications_key primary key (district_code, id),
    constraint maintenance_applications_of_estate foreign key (district_code, estate_id) references estates (district_code, id),
    constraint maintenance_applications_motion foreign key (district_code, motion_id) references motions (district_code, id),
    constraint maintenance_applications_ground check (num_nonnulls(item, motion_id) = 1),
    constraint maintenance_applications_by_two check (decided_by <> proposed_by),
    constraint maintenance_applications_decided check ((decided_at is null) = (state = 'proposed')),
    constraint maintenance_applications_closed check ((state = 'closed') = (closed_on is not null) and (closed_on is null) = (used is null)),
    constraint maintenance_applications_within check (used between 0 and estimate)
);
-- A motion is spent once.
create unique index maintenance_applications_motion_once on maintenance_applications (district_code, motion_id) where motion_id is not null and state <> 'refused';
create index maintenance_applications_newest on maintenance_applications (district_code, proposed_at desc, id desc);
create table maintenance_transitions (
    from_state text collate "C" not null,
    action text collate "C" not null,
    to_state text collate "C" not null,
    constraint maintenance_transitions_key primary key (from_state, action)
);
insert into maintenance_transitions (from_state, action, to_state) values
    ('proposed', 'approve', 'approved'), ('proposed', 'refuse', 'refused'), ('approved', 'start', 'started'), ('started', 'close', 'closed');

alter table removal_cases add column motion_id uuid;
alter table removal_cases add constraint removal_cases_motion foreign key (district_code, motion_id) references motions (district_code, id);

alter table vote_rules enable row level security;
alter table motions enable row level security;
alter table motion_transitions enable row level security;
alter table vote_voters enable row level security;
alter table vote_units enable row level security;
alter table vote_marks enable row level security;
alter table vote_ballots enable row level security;
alter table vote_entries enable row level security;
alter table vote_chains enable row level security;
alter table vote_papers enable row level security;
alter table vote_paper_entries enable row level security;
alter table vote_objections enable row level security;
alter table maintenance_applications enable row level security;
alter table maintenance_transitions enable row level security;

reset role;
