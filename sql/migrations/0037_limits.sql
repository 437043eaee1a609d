-- Limits as data: by when a complaint is to be received, its complainant contacted, the matter handled, returned or resolved; and what a work list asks for.
set local role wuye_owner;

-- A row is a limit of a set for whatever it names; '*' names everything. District '*' holds the sets that are shipped. What has begun is never changed: it is
-- ended, and another follows.
create table sla_policies (
    district_code text collate "C" not null,
    id uuid not null default gen_random_uuid(),
    policy_set text collate "C" not null,
    kind text collate "C" not null,
    urgency text collate "C" not null default '*',
    category text collate "C" not null default '*',
    expedited text collate "C" not null default '*',
    complex text collate "C" not null default '*',
    street_code text collate "C" not null default '*',
    request_type text collate "C" not null default '*',
    source text collate "C" not null default '*',
    amount integer not null,
    unit text collate "C" not null,
    suspension_stops boolean not null default true,
    warn_amount integer,
    warn_unit text collate "C",
    alarm_amount integer,
    alarm_unit text collate "C",
    basis text not null,
    effective_from date not null,
    effective_to date,
    created_at timestamptz not null default now(),
    constraint sla_policies_key primary key (district_code, id),
    constraint sla_policies_set_well_formed check (policy_set ~ '^([a-z0-9_]{2,40}|[*])$'),
    constraint sla_policies_kind_known check (kind in ('receive', 'contact', 'handle', 'extend', 'return', 'resolve')),
    constraint sla_policies_urgency_known check (urgency in ('*', 'ordinary', 'urgent', 'emergency')),
    constraint sla_policies_flags_known check (expedited in ('*', 'true', 'false') and complex in ('*', 'true', 'false')),
    constraint sla_policies_request_type_known check (request_type in ('*', 'consultation', 'help', 'complaint', 'report', 'suggestion', 'praise')),
    constraint sla_policies_source_known check (source in ('*', 'hotline12345', 'petition', 'street', 'firm', 'web', 'solicitation')),
    constraint sla_policies_amount_counted check (amount between 1 and 3660 and coalesce(warn_amount between 1 and 3660, true) and coalesce(alarm_amount between 1 and 3660, true)),
    constraint sla_policies_unit_known check (unit in ('minutes', 'hours', 'calendar_days', 'working_days', 'months')),
    constraint sla_policies_warning_whole check ((warn_amount is null) = (warn_unit is null) and warn_unit in ('minutes', 'hours', 'calendar_days', 'working_days')),
    constraint sla_policies_alarm_whole check ((alarm_amount is null) = (alarm_unit is null) and alarm_unit in ('minutes', 'hours', 'calendar_days', 'working_days')),
    -- The same day: withdrawn before it began.
    constraint sla_policies_period check (effective_to >= effective_from),
    constraint sla_policies_one exclude using gist (district_code with =, policy_set with =, kind with =, urgency with =, category with =, expedited with =, complex with =,
        street_code with =, request_type with =, source with =, daterange(effective_from, effective_to) with &&)
);

-- Which set a district goes by; '*' = those that have not chosen.
create table sla_choices (
    district_code text collate "C" not null,
    id uuid not null default gen_random_uuid(),
    policy_set text collate "C" not null,
    basis text not null,
    effective_from date not null,
    effective_to date,
    created_at timestamptz not null default now(),
    constraint sla_choices_key primary key (district_code, id),
    constraint sla_choices_period check (effective_to > effective_from),
    constraint sla_choices_one exclude using gist (district_code with =, daterange(effective_from, effective_to) with &&)
);

insert into sla_policies (district_code, policy_set, kind, urgency, category, complex, amount, unit, suspension_stops, basis, effective_from) values
    ('*', 'shandong_2020', 'handle', '*', '*', '*', 5, 'working_days', true, '山东2020：5个工作日内办结', '2020-01-01'),
    ('*', 'shandong_2020', 'extend', '*', '*', '*', 10, 'working_days', true, '山东2020：延期一般不超过10个工作日', '2020-01-01'),
    ('*', 'shandong_2020', 'return', '*', '*', '*', 2, 'working_days', false, '山东2020：派错的2个工作日内说明理由退回', '2020-01-01'),
    ('*', 'tianjin_2025', 'receive', 'emergency', '*', '*', 15, 'minutes', false, '天津2025：涉及生命财产安全的15分钟内接收，不分节假日', '2025-01-01'),
    ('*', 'tianjin_2025', 'receive', '*', 'utilities', '*', 30, 'minutes', false, '天津2025：水电气热30分钟内接收，不分节假日', '2025-01-01'),
    ('*', 'tianjin_2025', 'receive', '*', '*', '*', 1, 'working_days', false, '天津2025：一般工单1个工作日内接收', '2025-01-01'),
    ('*', 'tianjin_2025', 'return', '*', '*', '*', 1, 'working_days', false, '天津2025：1个工作日内退回，逾期应当办理', '2025-01-01'),
    ('*', 'tianjin_2025', 'return', '*', '*', 'true', 2, 'working_days', false, '天津2025：复杂的2个工作日内退回', '2025-01-01'),
    -- Whatever set is chosen.
    ('*', '*', 'resolve', '*', 'owners_self_governance', '*', 6, 'months', false, '业委会选举、选聘企业等矛盾半年以内须得到有效解决（003）', '2020-01-01');
insert into sla_choices (district_code, policy_set, basis, effective_from) values
    ('*', 'shandong_2020', '未另行选定的区', '2020-01-01');

-- Still to be handled: somebody has it to do.
create function complaint_pending(state text) returns boolean language sql immutable parallel safe as $$
    select state in ('received', 'needs_info', 'dispatched', 'signed', 'contacted', 'processing', 'extension_requested', 'suspended', 'rework', 'returned', 'designated', 'reopened')
$$;

alter table complaints
    add complex boolean not null default false,             -- whoever dispatched it says so
    add designated boolean not null default false,          -- whose hands it is in may not return it
    add first_signed_at timestamptz,
    add clock_at timestamptz,                               -- since when the limit for handling runs; null = since it was received
    add due_provisional boolean not null default false,     -- due_at lies in a year whose calendar is not loaded
    add warn_at timestamptz,
    add alarm_at timestamptz,
    add stopped_at timestamptz,                             -- suspended since, by a limit that suspension stops
    add asked_due_at timestamptz,                           -- the time that was last asked for
    add extended_to timestamptz,                            -- and the time that was granted
    -- What a work list goes by. Not null, so that everything has its place in the order: what no limit runs for comes last.
    add handle_by timestamptz not null generated always as (case when complaint_pending(state) and stopped_at is null and due_at is not null then due_at else 'infinity' end) stored,
    add in_hands_of text collate "C" generated always as (case when complaint_pending(state) then assigned_to end) stored;
update complaints c set
    first_signed_at = (select min(e.at) from complaint_events e where e.district_code = c.district_code and e.complaint_id = c.id and e.action = 'sign'),
    designated = coalesce((select a.designated from complaint_assignments a where a.district_code = c.district_code and a.complaint_id = c.id order by a.assigned_at desc, a.id desc limit 1), false)
where c.dispatched_at is not null;

-- Of each list one for every scope: under row security a scope is what the index has to begin with.
create index complaints_due on complaints (district_code, handle_by, id);
create index complaints_due_of_street on complaints (district_code, street_code, handle_by, id);
create index complaints_due_of_community on complaints (district_code, community_code, handle_by, id);
create index complaints_due_of_firm on complaints (district_code, firm_id, handle_by, id) where not secret and not confidential and category is not null;
create index complaints_in_hands on complaints (district_code, in_hands_of, received_at desc, id desc) where in_hands_of is not null;
create index complaints_in_hands_of_street on complaints (district_code, street_code, in_hands_of, received_at desc, id desc) where in_hands_of is not null;
create index complaints_in_hands_of_community on complaints (district_code, community_code, in_hands_of, received_at desc, id desc) where in_hands_of is not null;
create index complaints_in_hands_of_firm on complaints (district_code, firm_id, in_hands_of, received_at desc, id desc)
    where in_hands_of is not null and not secret and not confidential and category is not null;
create index complaints_unmapped on complaints (district_code, received_at desc, id desc) where category is null or estate_id is null;
create index complaints_unmapped_of_street on complaints (district_code, street_code, received_at desc, id desc) where category is null or estate_id is null;
create index complaints_unmapped_of_community on complaints (district_code, community_code, received_at desc, id desc) where category is null or estate_id is null;
create index complaints_unmapped_of_firm on complaints (district_code, firm_id, received_at desc, id desc)
    where (category is null or estate_id is null) and not secret and not confidential and category is not null;
create index complaints_provisional on complaints (district_code, id) where due_provisional;

-- A unit returns in time what was not designated to it; nobody asks or grants beyond the limit of extensions.
alter table complaint_transitions
    drop constraint complaint_transitions_needs_known,
    add constraint complaint_transitions_needs_known
        check (needs in ('contact', 'returns_left', 'no_returns_left', 'recently_closed', 'later', 'not_designated', 'returnable', 'extendable'));
update complaint_transitions set needs = 'returnable' where action = 'return';
update complaint_transitions set needs = 'extendable' where action = 'request_extension';

alter table sla_policies enable row level security;
alter table sla_choices enable row level security;
