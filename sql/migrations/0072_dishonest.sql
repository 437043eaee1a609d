-- The list of the dishonest (失信名单): firms with their escalation, people of firms with the notice to the industry, dismissals and referrals. H09–H12, L11, C14, D20, D21.
set local role wuye_owner;

-- An entry of a firm, or of somebody of its staff. What it was on a day stays: a row that is replaced goes to dishonest_entries_past.
create table dishonest_entries (
    district_code text collate "C" not null constraint dishonest_entries_district references districts,
    id uuid not null,
    subject text collate "C" not null,
    firm_id uuid not null,
    staff_id uuid,
    post text collate "C", -- in which the person did it
    cause text collate "C" not null,
    basis text not null, -- masked: the firm reads it
    contract_id uuid,
    state text collate "C" not null default 'proposed',
    -- How many confirmed entries the firm, or the person, had with this one. Given when it is listed, under the firm's lock.
    number integer,
    -- Listed again while an earlier entry stood unmended: the owners dismiss the firm, and no guarantee lifts it.
    escalated boolean not null default false,
    listed_on date,
    decision text,
    guarantee_document text,
    guaranteed_on date,
    measures text,
    guaranteed_by uuid,
    deposit_id uuid,
    notice_number text,
    noticed_on date,
    rectified_on date, -- as somebody reported; another removes
    rectification text,
    rectified_by uuid,
    ended_on date,
    end_reason text,
    ended_by uuid,
    proposed_by uuid,
    proposed_role text collate "C" not null,
    proposed_at timestamptz not null,
    decided_by uuid,
    decided_at timestamptz,
    version integer not null default 1,
    known_from timestamptz not null,
    constraint dishonest_entries_key primary key (district_code, id),
    constraint dishonest_entries_firm foreign key (district_code, firm_id) references firms,
    constraint dishonest_entries_staff foreign key (district_code, staff_id) references staff,
    constraint dishonest_entries_contract foreign key (district_code, contract_id) references contracts,
    constraint dishonest_entries_deposit foreign key (district_code, deposit_id) references deposits,
    constraint dishonest_entries_subject_known check (subject in ('firm', 'person')),
    constraint dishonest_entries_of_its_subject check (case subject when 'firm' then num_nonnulls(staff_id, post) = 0
        else num_nulls(staff_id, post) = 0 and not escalated and num_nonnulls(guarantee_document, deposit_id) = 0 end),
    constraint dishonest_entries_post_known check (post in ('firm_manager', 'project_manager', 'staff')),
    constraint dishonest_entries_cause_known check (cause in
        ('refusal_to_exit', 'handover_overdue', 'abandonment', 'issue_refusal', 'bad_credit', 'breach_of_contract', 'violation', 'other')),
    constraint dishonest_entries_state_known check (state in ('proposed', 'refused', 'listed', 'conditional', 'dismissal_ordered', 'dismissed', 'removed', 'annulled')),
    constraint dishonest_entries_decided check ((state = 'proposed') = (decided_at is null) and (decided_at is null) = (decision is null)),
    constraint dishonest_entries_two_people check (decided_by <> proposed_by),
    constraint dishonest_entries_listed check ((state in ('proposed', 'refused')) = (number is null) and (number is null) = (listed_on is null)),
    constraint dishonest_entries_counted check (number >= 1),
    constraint dishonest_entries_dismissing check (state not in ('dismissal_ordered', 'dismissed') or escalated),
    constraint dishonest_entries_guarantee check (num_nulls(guarantee_document, guaranteed_on, measures) in (0, 3)),
    -- H09: both, or the bar stays.
    constraint dishonest_entries_conditional check (state <> 'conditional' or num_nulls(guarantee_document, deposit_id) = 0),
    constraint dishonest_entries_notice check ((notice_number is null) = (noticed_on is null)),
    constraint dishonest_entries_rectified check ((rectified_on is null) = (rectification is null)),
    constraint dishonest_entries_ended check ((state in ('removed', 'annulled')) = (ended_on is not null) and (ended_on is null) = (end_reason is null)),
    constraint dishonest_entries_removed_rectified check (state <> 'removed' or rectified_on is not null),
    constraint dishonest_entries_remover check (state <> 'removed' or ended_by <> rectified_by)
);
-- Which entry of the firm it is, is said once.
create unique index dishonest_entries_numbered on dishonest_entries (district_code, firm_id, number) where subject = 'firm' and number is not null;
create unique index dishonest_entries_person_numbered on dishonest_entries (district_code, staff_id, number) where subject = 'person' and number is not null;
-- One entry for one matter of a contract, and one deposit for one entry.
create unique index dishonest_entries_matter on dishonest_entries (district_code, contract_id, cause)
    where subject = 'firm' and contract_id is not null and state not in ('refused', 'annulled');
create unique index dishonest_entries_secured on dishonest_entries (district_code, deposit_id) where deposit_id is not null;
create index dishonest_entries_newest on dishonest_entries (district_code, proposed_at desc, id desc);
create index dishonest_entries_of_firm on dishonest_entries (district_code, firm_id, proposed_at desc, id desc);
create index dishonest_entries_of_staff on dishonest_entries (district_code, staff_id) where staff_id is not null;
create index dishonest_entries_in_force on dishonest_entries (listed_on desc, id desc)
    where subject = 'firm' and state in ('listed', 'conditional', 'dismissal_ordered', 'dismissed');

create table dishonest_entries_past (
    like dishonest_entries including generated,
    known_to timestamptz not null,
    constraint dishonest_entries_past_key primary key (district_code, id, known_from, known_to),
    constraint dishonest_entries_past_period check (known_to > known_from)
);
create index dishonest_entries_past_of_firm on dishonest_entries_past (district_code, firm_id);
create index dishonest_entries_past_of_staff on dishonest_entries_past (district_code, staff_id) where staff_id is not null;

create table dishonest_transitions (
    subject text collate "C" not null,
    from_state text collate "C" not null,
    action text collate "C" not null,
    to_state text collate "C" not null,
    roles text[] collate "C" not null,
    constraint dishonest_transitions_key primary key (subject, from_state, action)
);
insert into dishonest_transitions
select v.subject, f.state, v.action, coalesce(v.to_state, f.state), v.roles::text[]
from (values
    ('firm', '{proposed}', 'list', 'listed', '{district}'),
    ('firm', '{proposed}', 'escalate', 'dismissal_ordered', '{district}'),
    ('firm', '{proposed}', 'refuse', 'refused', '{district}'),
    ('firm', '{listed}', 'guarantee', null, '{district,company}'),
    ('firm', '{listed}', 'deposit', null, '{district}'),
    ('firm', '{listed}', 'lift', 'conditional', '{}'),
    ('firm', '{conditional}', 'lapse', 'listed', '{}'),
    ('firm', '{dismissal_ordered}', 'dismiss', 'dismissed', '{}'),
    ('firm', '{listed,conditional,dismissal_ordered,dismissed}', 'notice', null, '{district}'),
    ('firm', '{listed,conditional,dismissal_ordered,dismissed}', 'refer', null, '{district}'),
    ('firm', '{conditional,dismissed}', 'report', null, '{district,street,company}'),
    ('firm', '{conditional,dismissed}', 'remove', 'removed', '{district}'),
    ('firm', '{listed,conditional,dismissal_ordered,dismissed}', 'annul', 'annulled', '{district}'),
    ('person', '{proposed}', 'list', 'listed', '{district}'),
    ('person', '{proposed}', 'refuse', 'refused', '{district}'),
    ('person', '{listed}', 'notice', null, '{district}'),
    ('person', '{listed}', 'report', null, '{district,street,company}'),
    ('person', '{listed}', 'remove', 'removed', '{district}'),
    ('person', '{listed}', 'annul', 'annulled', '{district}')) v (subject, from_states, action, to_state, roles)
cross join lateral unnest(v.from_states::text[]) f (state);

-- Whom the owners of an estate have to dismiss, and who does it for them (H10, H11): of each contract that was in force on the day of the decision, for each estate that it serves.
create table dismissal_orders (
    district_code text collate "C" not null,
    id uuid not null,
    entry_id uuid not null,
    contract_id uuid not null,
    firm_id uuid not null,
    estate_id uuid not null,
    street_code text collate "C" not null,
    community_code text collate "C" not null,
    executor text collate "C" not null,
    committee_id uuid, -- as it was found; none where there is none
    why text collate "C" not null,
    ordered_on date not null,
    state text collate "C" not null default 'ordered',
    ended_on date,
    document text,
    note text,
    ended_by uuid,
    created_at timestamptz not null,
    version integer not null default 1,
    updated_at timestamptz not null,
    constraint dismissal_orders_key primary key (district_code, id),
    constraint dismissal_orders_once unique (district_code, entry_id, contract_id, estate_id),
    constraint dismissal_orders_entry foreign key (district_code, entry_id) references dishonest_entries,
    constraint dismissal_orders_contract foreign key (district_code, contract_id) references contracts,
    constraint dismissal_orders_estate foreign key (district_code, estate_id) references estates,
    constraint dismissal_orders_committee foreign key (district_code, committee_id) references owners_committees,
    constraint dismissal_orders_executor_known check (executor in ('owners_committee', 'residents_committee')),
    constraint dismissal_orders_why_known check (why in ('working', 'none', 'other_body', 'rectifying', 'substituted', 're_election', 'term_expired', 'dissolved')),
    constraint dismissal_orders_working_committee check ((executor = 'owners_committee') = (why = 'working')),
    constraint dismissal_orders_state_known check (state in ('ordered', 'executed', 'overtaken', 'withdrawn')),
    constraint dismissal_orders_ended check ((state = 'ordered') = (ended_on is null)),
    constraint dismissal_orders_executed_by_document check (state <> 'executed' or document is not null)
);
create index dismissal_orders_newest on dismissal_orders (district_code, created_at desc, id desc);
create index dismissal_orders_of_street on dismissal_orders (district_code, street_code, created_at desc, id desc);
create index dismissal_orders_of_firm on dismissal_orders (district_code, firm_id, created_at desc, id desc);
create index dismissal_orders_of_contract on dismissal_orders (district_code, contract_id);

-- To the market regulation bureau: a penalty by the city (H12), or the business licence revoked (C14).
create table dishonest_referrals (
    district_code text collate "C" not null,
    id uuid not null,
    entry_id uuid not null,
    firm_id uuid not null,
    request text collate "C" not null,
    reason text not null,
    number text not null,
    sent_on date not null,
    answered_on date,
    result text collate "C",
    answer text,
    city_reported_on date,
    city_answered_on date,
    city_result text,
    created_by uuid,
    created_at timestamptz not null,
    version integer not null default 1,
    updated_at timestamptz not null,
    constraint dishonest_referrals_key primary key (district_code, id),
    constraint dishonest_referrals_once unique (district_code, entry_id, request),
    constraint dishonest_referrals_entry foreign key (district_code, entry_id) references dishonest_entries,
    constraint dishonest_referrals_request_known check (request in ('city_penalty', 'licence_revocation')),
    constraint dishonest_referrals_result_known check (result in ('reported_to_city', 'penalised', 'licence_revoked', 'not_taken_up')),
    constraint dishonest_referrals_answered check ((answered_on is null) = (result is null)),
    constraint dishonest_referrals_city check ((city_answered_on is null) = (city_result is null) and (city_answered_on is null or city_reported_on is not null)),
    constraint dishonest_referrals_days check (coalesce(answered_on >= sent_on, true) and coalesce(city_reported_on >= sent_on, true) and coalesce(city_answered_on >= city_reported_on, true))
);
create index dishonest_referrals_newest on dishonest_referrals (district_code, created_at desc, id desc);


insert into rule_names (name, domain, kind, lowest, highest, units, position)
select n.name, 'dishonest', 'integer', 1, n.highest, n.units::text[], (select max(position) from rule_names) + n.number
from (values ('dishonest_dismissal_from', 99, '{times}', 1), ('dishonest_refusals', 99, '{times}', 2), ('dishonest_refusals_months', 120, '{months}', 3)) n (name, highest, units, number);
insert into district_rules (district_code, domain, name, value, unit, basis, effective_from) values
    ('*', 'dishonest', 'dishonest_dismissal_from', 2, 'times', '未有效整改再次进入失信名单的，由业主委员会依法解聘（003）', '2020-01-01'),
    ('*', 'dishonest', 'dishonest_refusals', 2, 'times', '推定：拒不整改达到该次数的，提示列入失信名单', '2020-01-01'),
    ('*', 'dishonest', 'dishonest_refusals_months', 12, 'months', '推定：拒不整改次数的计算期间', '2020-01-01');

insert into eligibility_rules (purpose, reason, bars, position, effective_from, basis) values
    ('bid', 'dishonest', true, 21, '2020-01-01', '首次进入失信名单的，书面保证整改并缴纳保证金之后，方可继续从业（003）；列为失信企业，进行从业资格限制（001）'),
    ('award', 'dishonest', true, 21, '2020-01-01', '首次进入失信名单的，书面保证整改并缴纳保证金之后，方可继续从业（003）；列为失信企业，进行从业资格限制（001）'),
    ('entry', 'dishonest', true, 21, '2020-01-01', '首次进入失信名单的，书面保证整改并缴纳保证金之后，方可继续从业（003）；列为失信企业，进行从业资格限制（001）'),
    ('bid', 'dishonest_conditional', false, 22, '2020-01-01', '书面保证整改并缴纳保证金之后，方可继续从业（003）'),
    ('award', 'dishonest_conditional', true, 22, '2020-01-01', '推定：尚未移出失信名单的，不参加评先树优（002）'),
    ('entry', 'dishonest_conditional', false, 22, '2020-01-01', '书面保证整改并缴纳保证金之后，方可继续从业（003）'),
    ('bid', 'dishonest_person', false, 23, '2020-01-01', null),
    ('award', 'dishonest_person', true, 23, '2020-01-01', '推定：计入个人失信档案的，不参加评先树优（002、003）'),
    ('entry', 'dishonest_person', false, 23, '2020-01-01', null);

alter table dishonest_entries enable row level security;
alter table dishonest_entries_past enable row level security;
alter table dishonest_transitions enable row level security;
alter table dismissal_orders enable row level security;
alter table dishonest_referrals enable row level security;

reset role;
