-- The life of a complaint: which step leads from which state to which, and who may take it; and who it is in the hands of.
set local role wuye_owner;

-- assignee: a firm or community takes a step only while the complaint is assigned to it; null = whoever may.
create table complaint_transitions (
    from_state text collate "C" not null,
    action text collate "C" not null,
    role text collate "C" not null,
    to_state text collate "C" not null,
    assignee text collate "C",
    needs text collate "C",
    constraint complaint_transitions_key primary key (from_state, action, role),
    constraint complaint_transitions_role_known check (role in ('district', 'street', 'community', 'company', 'hotline')),
    constraint complaint_transitions_assignee_known check (assignee in ('firm', 'community', 'street', 'department')),
    -- A firm may sign, contact, start, report and ask for more time, nothing else (domain model, roles × operations).
    constraint complaint_transitions_of_a_firm check (role <> 'company' or action in ('sign', 'contact', 'start', 'report', 'request_extension')),
    constraint complaint_transitions_closing check (action <> 'close' or role in ('district', 'hotline')),
    constraint complaint_transitions_needs_known check (needs in ('contact', 'returns_left', 'no_returns_left', 'recently_closed'))
);
insert into complaint_transitions (from_state, action, role, to_state, assignee, needs)
select from_state, action, role, to_state, case role when 'company' then 'firm' when 'community' then assignee end, needs
from (values
    ('received', 'ask_info', 'needs_info', 'district street community', null, null),
    ('needs_info', 'supply_info', 'received', 'district street community hotline', null, null),
    ('received', 'dispatch', 'dispatched', 'district street', null, null),
    ('reopened', 'dispatch', 'dispatched', 'district street', null, null),
    ('returned', 'dispatch', 'dispatched', 'district street', null, 'returns_left'),
    ('returned', 'designate', 'designated', 'district', null, null),
    ('received', 'reject', 'rejected', 'district street', null, null),
    ('needs_info', 'reject', 'rejected', 'district street', null, null),
    ('dispatched', 'sign', 'signed', 'street community company', 'community', null),
    ('designated', 'sign', 'signed', 'street community company', 'community', null),
    ('dispatched', 'return', 'returned', 'street community', 'community', null),
    ('signed', 'return', 'returned', 'street community', 'community', null),
    ('signed', 'contact', 'contacted', 'street community company', null, null),
    ('contacted', 'start', 'processing', 'street community company', null, null),
    ('rework', 'start', 'processing', 'street community company', null, null),
    ('processing', 'report', 'resolved_reported', 'street community company', null, 'contact'),
    ('contacted', 'report', 'resolved_reported', 'street community company', null, 'contact'),
    ('processing', 'request_extension', 'extension_requested', 'street community company', null, null),
    ('extension_requested', 'approve_extension', 'processing', 'district street', null, null),
    ('extension_requested', 'refuse_extension', 'processing', 'district street', null, null),
    ('processing', 'suspend', 'suspended', 'district street', null, null),
    ('suspended', 'resume', 'processing', 'district street', null, null),
    ('resolved_reported', 'verify', 'callback', 'district street', null, null),
    ('resolved_reported', 'rework', 'rework', 'district street', null, null),
    ('contacted', 'close_on_spot', 'callback', 'street community', null, 'contact'),
    ('callback', 'close', 'closed', 'district hotline', null, null),
    ('callback', 'rework', 'rework', 'district hotline', null, null),
    ('closed', 'reopen', 'reopened', 'district street hotline', null, 'recently_closed')
) t (from_state, action, to_state, roles, assignee, needs), unnest(string_to_array(t.roles, ' ')) role;
-- Any that is still open may be found to be the same matter as another.
insert into complaint_transitions (from_state, action, role, to_state)
select state, 'merge', role, 'merged'
from unnest(array['received', 'needs_info', 'dispatched', 'signed', 'contacted', 'processing', 'extension_requested', 'suspended', 'resolved_reported',
                  'callback', 'rework', 'returned', 'designated', 'reopened']) state, unnest(array['district', 'street']) role;

-- Numbers that a government sets; a district's own come before those for all ('*').
create table complaint_rules (
    district_code text collate "C" not null,
    rule text collate "C" not null,
    value integer not null,
    source text not null,
    effective_from date not null,
    effective_to date,
    constraint complaint_rules_key primary key (district_code, rule, effective_from),
    constraint complaint_rules_rule_known check (rule in ('returns_max', 'reopen_days')),
    constraint complaint_rules_period check (effective_to > effective_from),
    constraint complaint_rules_one exclude using gist (district_code with =, rule with =, daterange(effective_from, effective_to) with &&)
);
insert into complaint_rules values
    ('*', 'returns_max', 3, 'Tianjin 2025: after three dispatches the unit is designated', '2020-01-01', null),
    ('*', 'reopen_days', 7, 'practice of city hotlines: the same matter again within seven days of closing', '2020-01-01', null);

alter table complaints
    add assigned_to text collate "C",
    add first_receiver_id uuid,
    add first_receiver_name text,
    add returns smallint not null default 0,
    add dispatched_at timestamptz,
    add signed_at timestamptz,
    add contacted_at timestamptz,
    add reported_at timestamptz,
    add reported_result text,
    add closed_at timestamptz,
    add constraint complaints_assigned_to_known check (assigned_to in ('firm', 'community', 'street', 'department')),
    add constraint complaints_reported_result_known check (reported_result in ('solved', 'partly', 'unsolved')),
    add constraint complaints_returns_positive check (returns >= 0);

-- Whose hands it is in: somebody receives it, somebody does it, somebody watches (E27).
create table complaint_assignments (
    district_code text collate "C" not null,
    id uuid not null,
    complaint_id uuid not null,
    unit_kind text collate "C" not null,
    firm_id uuid,
    street_code text collate "C",
    community_code text collate "C",
    department text,
    receiver text not null,
    handler text,
    watcher text,
    designated boolean not null default false,
    note text,
    assigned_by uuid not null,
    assigned_by_name text,
    assigned_at timestamptz not null,
    constraint complaint_assignments_key primary key (district_code, id),
    constraint complaint_assignments_complaint foreign key (district_code, complaint_id) references complaints,
    constraint complaint_assignments_firm foreign key (district_code, firm_id) references firms,
    constraint complaint_assignments_unit_fits check (case unit_kind
        when 'firm' then firm_id is not null
        when 'community' then community_code is not null
        when 'street' then street_code is not null
        when 'department' then department is not null
        else false end)
);
create index complaint_assignments_of_complaint on complaint_assignments (district_code, complaint_id, assigned_at);

alter table complaint_transitions enable row level security;
alter table complaint_rules enable row level security;
alter table complaint_assignments enable row level security;
