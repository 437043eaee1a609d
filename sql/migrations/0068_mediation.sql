-- Disputes and who mediates them (K12–K14, E20): mediation bodies with what each has to have, cases on their tiers, from first contact to agreement or court. Training of the people of
-- firms (G02), and stars of red property services and red committees (K21).
set local role wuye_owner;

-- K12, in the order in which a dispute climbs. body_kind: the body that a case on this tier is worked by; null: any, or none.
create table mediation_tiers (
    tier text collate "C" not null,
    place integer not null,
    body_kind text collate "C",
    constraint mediation_tiers_key primary key (tier),
    constraint mediation_tiers_place_once unique (place)
);
insert into mediation_tiers (tier, place, body_kind) values ('early', 1, null), ('on_the_spot', 2, null), ('mediation_body', 3, 'district_centre'), ('expert', 4, null);

create table mediation_transitions (
    from_state text collate "C" not null,
    action text collate "C" not null,
    to_state text collate "C" not null,
    constraint mediation_transitions_key primary key (from_state, action)
);
insert into mediation_transitions (from_state, action, to_state) values
    ('open', 'move_tier', 'open'), ('open', 'session', 'open'), ('open', 'settle', 'settled'), ('open', 'fail', 'failed'), ('open', 'withdraw', 'withdrawn'),
    ('failed', 'move_tier', 'open'), ('failed', 'refer', 'referred'), ('failed', 'settle', 'settled'),
    ('referred', 'session', 'referred'), ('referred', 'settle', 'settled'), ('referred', 'conclude', 'concluded'),
    ('settled', 'reopen', 'open');

-- K13: 物业纠纷调解中心 of the district, 物业纠纷调解办公室 of a street. Whether it has all that it needs is derived.
create table mediation_bodies (
    district_code text collate "C" not null constraint mediation_bodies_district references districts,
    id uuid not null,
    kind text collate "C" not null,
    street_code text collate "C",
    name text not null,
    funding text,
    venue text,
    phone text,
    established_on date not null,
    closed_on date,
    close_reason text,
    created_by uuid,
    created_at timestamptz not null,
    version integer not null default 1,
    updated_at timestamptz not null,
    constraint mediation_bodies_key primary key (district_code, id),
    constraint mediation_bodies_kind_known check (kind in ('district_centre', 'street_station')),
    constraint mediation_bodies_of_street check ((kind = 'street_station') = (street_code is not null)),
    constraint mediation_bodies_closed_why check ((closed_on is null) = (close_reason is null)),
    constraint mediation_bodies_period check (closed_on >= established_on)
);
create index mediation_bodies_newest on mediation_bodies (district_code, established_on desc, id desc);
create unique index mediation_bodies_named_once on mediation_bodies (district_code, name) where closed_on is null;

create table mediators (
    district_code text collate "C" not null,
    id uuid not null,
    body_id uuid not null,
    name text not null,
    full_time boolean not null,
    qualification text,
    valid_from date not null,
    valid_to date, -- the day after the last
    end_reason text,
    created_by uuid,
    created_at timestamptz not null,
    version integer not null default 1,
    updated_at timestamptz not null,
    constraint mediators_key primary key (district_code, id),
    constraint mediators_body foreign key (district_code, body_id) references mediation_bodies,
    constraint mediators_period check (valid_to >= valid_from),
    constraint mediators_end_why check ((valid_to is null) = (end_reason is null))
);
create index mediators_of_body on mediators (district_code, body_id, valid_from desc, id desc);
create index mediators_newest on mediators (district_code, valid_from desc, id desc);

-- A dispute. Its owners are told of in words that are masked, never by name: who complained stands with the complaint, sealed. overdue_from: when it counts as not solved in time by the
-- rule of the day on which it arose (E20); null where there is no limit.
create table mediation_cases (
    district_code text collate "C" not null,
    id uuid not null,
    estate_id uuid not null,
    street_code text collate "C" not null,
    community_code text collate "C" not null,
    complaint_id uuid,
    firm_id uuid,
    kind text collate "C" not null,
    title text not null,
    applicant_kind text collate "C" not null,
    applicant text,
    respondent_kind text collate "C" not null,
    respondent text,
    households integer,
    arose_on date not null,
    overdue_from timestamptz,
    tier text collate "C" not null,
    body_id uuid,
    state text collate "C" not null default 'open',
    referred_to text collate "C",
    case_no text,
    outcome text collate "C",
    agreement_no text,
    solved_at timestamptz, -- settled, or decided where it was referred to
    sessions integer not null default 0,
    steps integer not null default 0,
    created_by uuid,
    created_role text collate "C" not null,
    created_at timestamptz not null,
    version integer not null default 1,
    updated_at timestamptz not null,
    constraint mediation_cases_key primary key (district_code, id),
    constraint mediation_cases_estate foreign key (district_code, estate_id) references estates,
    constraint mediation_cases_complaint foreign key (district_code, complaint_id) references complaints,
    constraint mediation_cases_firm foreign key (district_code, firm_id) references firms,
    constraint mediation_cases_body foreign key (district_code, body_id) references mediation_bodies,
    constraint mediation_cases_tier foreign key (tier) references mediation_tiers,
    constraint mediation_cases_kind_known check (kind in ('charges', 'service', 'committee_election', 'firm_selection', 'neighbours', 'facilities', 'parking', 'common_revenue', 'handover', 'other')),
    constraint mediation_cases_parties_known check (array[applicant_kind, respondent_kind]
        <@ array['owner', 'owners', 'owners_committee', 'firm', 'developer', 'residents_committee', 'other']),
    constraint mediation_cases_firm_party check ((firm_id is not null) = ('firm' in (applicant_kind, respondent_kind))),
    constraint mediation_cases_state_known check (state in ('open', 'settled', 'failed', 'referred', 'concluded', 'withdrawn')),
    constraint mediation_cases_referred_known check (referred_to in ('circuit_court', 'court', 'arbitration')),
    constraint mediation_cases_outcome_known check (outcome in ('judgment', 'court_settlement', 'award', 'dropped')),
    constraint mediation_cases_referred_where check (state not in ('referred', 'concluded') or referred_to is not null),
    constraint mediation_cases_concluded_how check ((state = 'concluded') = (outcome is not null)),
    constraint mediation_cases_solved check ((solved_at is not null) = (state in ('settled', 'concluded'))),
    constraint mediation_cases_counted check (households > 0)
);
create index mediation_cases_newest on mediation_cases (district_code, created_at desc, id desc);
create index mediation_cases_of_street on mediation_cases (district_code, street_code, created_at desc, id desc);
create index mediation_cases_of_body on mediation_cases (district_code, body_id, created_at desc, id desc);
create index mediation_cases_of_estate on mediation_cases (district_code, estate_id);
create index mediation_cases_due on mediation_cases (district_code, overdue_from) where overdue_from is not null;
-- A complaint is worked in one case at a time.
create unique index mediation_cases_of_complaint on mediation_cases (district_code, complaint_id) where state in ('open', 'failed', 'referred');

-- What was done, in order; rows are added only. body_id: by whom, when it was done. comes: the case came to that body with this step.
create table mediation_steps (
    district_code text collate "C" not null,
    id uuid not null,
    case_id uuid not null,
    number integer not null,
    action text collate "C" not null,
    occurred_on date not null,
    from_state text collate "C",
    to_state text collate "C" not null,
    tier text collate "C" not null,
    body_id uuid,
    mediator_id uuid,
    comes boolean not null,
    note text not null,
    agreement_no text,
    referred_to text collate "C",
    case_no text,
    outcome text collate "C",
    recorded_by uuid,
    recorded_role text collate "C" not null,
    recorded_at timestamptz not null,
    constraint mediation_steps_key primary key (district_code, id),
    constraint mediation_steps_order unique (district_code, case_id, number),
    constraint mediation_steps_case foreign key (district_code, case_id) references mediation_cases,
    constraint mediation_steps_body foreign key (district_code, body_id) references mediation_bodies,
    constraint mediation_steps_mediator foreign key (district_code, mediator_id) references mediators,
    constraint mediation_steps_action_known check (action in ('register', 'move_tier', 'session', 'settle', 'fail', 'refer', 'conclude', 'withdraw', 'reopen'))
);
create index mediation_steps_by_day on mediation_steps (district_code, occurred_on, body_id) where action in ('register', 'move_tier', 'settle', 'fail', 'session');

-- What people of the trade were taught. street_code: the street's own; the district's where there is none.
create table trainings (
    district_code text collate "C" not null constraint trainings_district references districts,
    id uuid not null,
    street_code text collate "C",
    title text not null,
    subject text collate "C" not null,
    audience text[] collate "C" not null,
    held_on date not null,
    hours numeric(5,1) not null,
    place text,
    organiser text not null,
    others integer not null default 0, -- who took part and is on no firm's register
    withdrawn_reason text,
    created_by uuid,
    created_at timestamptz not null,
    version integer not null default 1,
    updated_at timestamptz not null,
    constraint trainings_key primary key (district_code, id),
    constraint trainings_subject_known check (subject in ('regulations', 'service', 'service_awareness', 'safety', 'skills', 'party_building', 'other')),
    constraint trainings_audience_known check (audience <@ array['firm_managers', 'firm_staff', 'committee_members', 'officials', 'party_secretaries'] and cardinality(audience) > 0),
    constraint trainings_hours_some check (hours > 0),
    constraint trainings_others_counted check (others >= 0)
);
create index trainings_newest on trainings (district_code, held_on desc, id desc);

create table training_attendance (
    district_code text collate "C" not null,
    id uuid not null,
    training_id uuid not null,
    staff_id uuid not null,
    firm_id uuid not null,
    hours numeric(5,1) not null, -- none: was not there after all
    recorded_by uuid,
    recorded_at timestamptz not null,
    constraint training_attendance_key primary key (district_code, training_id, staff_id),
    constraint training_attendance_id unique (district_code, id),
    constraint training_attendance_training foreign key (district_code, training_id) references trainings,
    constraint training_attendance_staff foreign key (district_code, staff_id) references staff,
    constraint training_attendance_hours_counted check (hours >= 0)
);
create index training_attendance_newest on training_attendance (district_code, recorded_at desc, id desc);
create index training_attendance_of_firm on training_attendance (district_code, firm_id, recorded_at desc, id desc);
create index training_attendance_of_staff on training_attendance (district_code, staff_id);

-- Stars of a firm or a project (红色物业) and of a committee (红色业委会): one that stands for each at a time. firm_id: the firm that has it.
create table star_ratings (
    district_code text collate "C" not null constraint star_ratings_district references districts,
    id uuid not null,
    kind text collate "C" not null,
    subject_kind text collate "C" not null,
    subject_id uuid not null,
    name text not null, -- as it was called when it was proposed
    street_code text collate "C",
    community_code text collate "C",
    stars integer not null,
    grounds text not null,
    state text collate "C" not null default 'proposed',
    proposed_by uuid,
    proposed_role text collate "C" not null,
    decided_by uuid,
    decided_at timestamptz,
    decision text,
    granted_on date,
    ended_on date,
    end_reason text,
    created_at timestamptz not null,
    version integer not null default 1,
    updated_at timestamptz not null,
    constraint star_ratings_key primary key (district_code, id),
    constraint star_ratings_kind_fits check (case kind when 'red_property' then subject_kind in ('firm', 'estate') when 'red_committee' then subject_kind = 'committee' else false end),
    constraint star_ratings_stars_one_to_five check (stars between 1 and 5),
    constraint star_ratings_state_known check (state in ('proposed', 'refused', 'granted', 'ended')),
    constraint star_ratings_decider check (decided_by is distinct from proposed_by or decided_by is null),
    constraint star_ratings_granted_from check ((granted_on is not null) = (state in ('granted', 'ended'))),
    constraint star_ratings_ended_why check ((ended_on is not null) = (state = 'ended') and (end_reason is not null) = (state = 'ended'))
);
create unique index star_ratings_proposed_once on star_ratings (district_code, kind, subject_id) where state = 'proposed';
create unique index star_ratings_stands_once on star_ratings (district_code, kind, subject_id) where state = 'granted';
create index star_ratings_newest on star_ratings (district_code, created_at desc, id desc);

insert into rule_names (name, domain, kind, lowest, highest, units, subjects, position)
select n.name, 'mediation', n.kind, n.lowest, n.highest, n.units::text[], n.subjects::text[], (select max(position) from rule_names) + n.number
from (values
    ('mediation_limit', 'integer', 1, 3660, '{days,working_days,months}', '{*,charges,service,committee_election,firm_selection,neighbours,facilities,parking,common_revenue,handover,other}', 1),
    ('mediation_body_complete', 'boolean', 0, 1, '{}', '{*}', 2)
) n (name, kind, lowest, highest, units, subjects, number);
insert into district_rules (district_code, domain, name, subject, value, unit, basis, effective_from) values
    ('*', 'mediation', 'mediation_limit', 'committee_election', 6, 'months', '业主委员会选举或改选存在争议，半年以内未得到有效解决的（003）', '2020-01-01'),
    ('*', 'mediation', 'mediation_limit', 'firm_selection', 6, 'months', '选聘或续聘物业服务企业存在纠纷，半年以内未得到有效解决的（003）', '2020-01-01'),
    ('*', 'mediation', 'mediation_body_complete', '*', 0, null, '推定：000 要求有经费保障、有调解场所、有人民调解员，未规定条件不齐的机构不得受理', '2020-01-01');

alter table mediation_tiers enable row level security;
alter table mediation_transitions enable row level security;
alter table mediation_bodies enable row level security;
alter table mediators enable row level security;
alter table mediation_cases enable row level security;
alter table mediation_steps enable row level security;
alter table trainings enable row level security;
alter table training_attendance enable row level security;
alter table star_ratings enable row level security;

reset role;
