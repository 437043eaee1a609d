-- A change that somebody may ask for and somebody else decides on. What was asked for is kept with the members as they stood when it was asked: who accepts
-- accepts a change of those, not of what they have become since.
set local role wuye_owner;

create table change_proposals (
    district_code text collate "C" not null constraint change_proposals_district references districts,
    id uuid not null default gen_random_uuid(),
    target_kind text not null,
    target_id uuid not null,
    patch jsonb not null,
    base jsonb not null,
    reason text not null,
    state text not null default 'proposed',
    -- Whose proposal it is: a firm's, a street's, or a community's, which names its street too.
    firm_id uuid,
    street_code text collate "C" constraint change_proposals_street references divisions,
    community_code text collate "C" constraint change_proposals_community references divisions,
    proposed_by uuid not null,
    proposed_at timestamptz not null,
    decided_by uuid,
    decided_at timestamptz,
    decision_reason text,
    version integer not null default 1,
    constraint change_proposals_key primary key (district_code, id),
    constraint change_proposals_firm foreign key (district_code, firm_id) references firms,
    constraint change_proposals_kind_known check (target_kind in ('firm', 'estate', 'market_access')),
    constraint change_proposals_state_known check (state in ('proposed', 'accepted', 'rejected', 'withdrawn')),
    constraint change_proposals_changes_something check (jsonb_typeof(patch) = 'object' and patch <> '{}'),
    constraint change_proposals_one_side check (num_nonnulls(firm_id, street_code) = 1 and (community_code is null or street_code is not null)),
    constraint change_proposals_decided check ((state = 'proposed') = (decided_at is null) and (decided_at is null) = (decided_by is null)),
    constraint change_proposals_two_persons check (state not in ('accepted', 'rejected') or decided_by <> proposed_by)
);
create index change_proposals_by_time on change_proposals (district_code, proposed_at, id);
create index change_proposals_of_target on change_proposals (district_code, target_kind, target_id, proposed_at);
create index change_proposals_of_firm on change_proposals (district_code, firm_id, proposed_at);

create table change_proposal_transitions (
    from_state text not null,
    action text not null,
    to_state text not null,
    role text not null,
    constraint change_proposal_transitions_key primary key (from_state, action, role)
);
insert into change_proposal_transitions (from_state, action, to_state, role) values
    ('proposed', 'accept', 'accepted', 'district'),
    ('proposed', 'reject', 'rejected', 'district'),
    ('proposed', 'withdraw', 'withdrawn', 'company'),
    ('proposed', 'withdraw', 'withdrawn', 'street'),
    ('proposed', 'withdraw', 'withdrawn', 'community');

alter table change_proposals enable row level security;
alter table change_proposal_transitions enable row level security;
