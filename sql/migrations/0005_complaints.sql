-- 12345 tickets and the complaints they make.
set local role wuye_owner;

create table complaints (
    district_code text collate "C" not null constraint complaints_district references districts,
    id uuid not null,
    source text collate "C" not null,
    ticket_no text collate "C" not null,
    round integer not null,
    client_id uuid not null,
    request_type text not null,
    category text collate "C",
    external_category text collate "C",
    urgency text not null,
    title text,
    place text,
    leader_instruction boolean not null default false,
    group_petition boolean not null default false,
    opinion_event boolean not null default false,
    secret boolean not null default false,
    anonymous boolean not null default false,
    repeated boolean not null default false,
    confidential boolean not null default false,
    occurred_at timestamptz,
    received_at timestamptz not null,
    street_code text collate "C" constraint complaints_street references divisions,
    community_code text collate "C" constraint complaints_community references divisions,
    estate_id uuid,
    firm_id uuid,
    validity text not null default 'undetermined',
    due_at timestamptz,
    state text collate "C" not null default 'received',
    result text,
    satisfaction text,
    master_id uuid,
    version integer not null default 1,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint complaints_key primary key (district_code, id),
    -- Rounds of a ticket are rounds of one complaint. Two first rounds at once: one is asked to come again.
    constraint complaints_ticket_unique unique (district_code, source, ticket_no),
    constraint complaints_estate foreign key (district_code, estate_id) references estates,
    constraint complaints_firm foreign key (district_code, firm_id) references firms,
    constraint complaints_master foreign key (district_code, master_id) references complaints,
    constraint complaints_source_known check (source in ('hotline12345', 'petition', 'street', 'firm', 'web', 'solicitation')),
    constraint complaints_request_type_known check (request_type in ('consultation', 'help', 'complaint', 'report', 'suggestion', 'praise')),
    constraint complaints_urgency_known check (urgency in ('ordinary', 'urgent', 'emergency')),
    constraint complaints_validity_known check (validity in ('valid', 'invalid', 'undetermined', 'out_of_duty')),
    constraint complaints_state_known check (state in ('received', 'needs_info', 'dispatched', 'signed', 'contacted', 'processing',
        'extension_requested', 'suspended', 'resolved_reported', 'callback', 'rework', 'returned', 'designated', 'merged', 'rejected',
        'closed', 'reopened')),
    constraint complaints_result_known check (result in ('solved', 'partly', 'unsolved', 'returned')),
    constraint complaints_satisfaction_known check (satisfaction in ('dissatisfied', 'understanding', 'satisfied', 'very_satisfied')),
    constraint complaints_community_needs_street check (community_code is null or street_code is not null),
    constraint complaints_merged_has_master check ((state = 'merged') = (master_id is not null)),
    constraint complaints_not_its_own_master check (master_id <> id)
);
create index complaints_newest on complaints (district_code, received_at desc, id desc);
create index complaints_newest_of_street on complaints (district_code, street_code, received_at desc, id desc);
create index complaints_newest_of_community on complaints (district_code, community_code, received_at desc, id desc);
-- A firm sees what is neither secret, nor confidential, nor still without a category of ours (it could turn out confidential).
create index complaints_newest_of_firm on complaints (district_code, firm_id, received_at desc, id desc)
    where not secret and not confidential and category is not null;
create index complaints_of_estate on complaints (district_code, estate_id, received_at desc, id desc);
-- For filters that few rows pass: a rare state or category is found without walking the newest.
create index complaints_by_state on complaints (district_code, state, category);
create index complaints_by_state_of_street on complaints (district_code, street_code, state, category);
create index complaints_changed on complaints (district_code, updated_at);

-- Text apart from state, so that a change of state does not touch the search index. Masked already; the words as they were said are sealed.
-- The title stands here too, for the search column; neither copy ever changes.
create table complaint_texts (
    district_code text collate "C" not null,
    complaint_id uuid not null,
    title text,
    content text not null,
    body_x text not null generated always as (zh_separate(coalesce(title || ' ', '') || content)) stored,
    constraint complaint_texts_key primary key (district_code, complaint_id),
    constraint complaint_texts_complaint foreign key (district_code, complaint_id) references complaints
);
create index complaint_texts_search on complaint_texts using gin (body_x gin_trgm_ops);
-- How often a term occurs decides between walking the newest and asking the index.
alter table complaint_texts alter column body_x set statistics 1000;

-- The hotline's message as first answered. Everything but tries and last_try_at is immutable.
create table tickets (
    district_code text collate "C" not null constraint tickets_district references districts,
    id uuid not null,
    source text collate "C" not null,
    ticket_no text collate "C" not null,
    round integer not null,
    client_id uuid not null,
    body_hash text not null,
    tries integer not null default 1,
    last_try_at timestamptz not null,
    complaint_id uuid not null,
    category text collate "C",
    external_category text collate "C",
    -- What was said of the place, for whoever matches it by hand; below it what was found.
    told_estate_code text,
    told_estate_name text,
    told_division_code text,
    estate_id uuid,
    street_code text collate "C",
    community_code text collate "C",
    received_at timestamptz not null,
    created_at timestamptz not null,
    constraint tickets_key primary key (district_code, id),
    constraint tickets_unique unique (district_code, source, ticket_no, round),
    constraint tickets_complaint foreign key (district_code, complaint_id) references complaints,
    constraint tickets_not_of_the_future check (received_at <= created_at + interval '1 day'),
    constraint tickets_round_positive check (round between 1 and 99)
);
create index tickets_newest on tickets (district_code, created_at desc, id desc);
create index tickets_newest_of_client on tickets (district_code, client_id, created_at desc, id desc);
create index tickets_of_complaint on tickets (district_code, complaint_id, round);

-- Who complained, and the words as they were said; one row per ticket. Each value is sealed with its key's id, the ticket's id and
-- the member it came from.
create table personal.complainants (
    district_code text collate "C" not null,
    ticket_id uuid not null,
    complaint_id uuid not null,
    seal_key text not null,
    name_sealed bytea,
    phone_sealed bytea,
    phone_hash text collate "C",
    address_sealed bytea,
    place_sealed bytea,
    title_sealed bytea,
    content_sealed bytea,
    created_at timestamptz not null,
    erase_after timestamptz,
    erased_at timestamptz,
    constraint complainants_key primary key (district_code, ticket_id),
    constraint complainants_ticket foreign key (district_code, ticket_id) references tickets,
    constraint complainants_complaint foreign key (district_code, complaint_id) references complaints
);
create index complainants_of_complaint on personal.complainants (district_code, complaint_id);
create index complainants_by_phone on personal.complainants (district_code, phone_hash) where phone_hash is not null;
create index complainants_due on personal.complainants (erase_after) where erased_at is null;

-- Append-only.
create table complaint_events (
    district_code text collate "C" not null,
    complaint_id uuid not null,
    at timestamptz not null,
    id uuid not null default gen_random_uuid(),
    action text not null,
    from_state text,
    to_state text not null,
    actor_id uuid,
    actor_name text,
    actor_role text not null,
    ticket_id uuid,
    note_public text,
    note_internal text,
    constraint complaint_events_key primary key (district_code, complaint_id, at, id),
    constraint complaint_events_complaint foreign key (district_code, complaint_id) references complaints
) partition by range (at);
create table complaint_events_default partition of complaint_events default;

alter table complaints enable row level security;
alter table complaint_texts enable row level security;
alter table tickets enable row level security;
alter table personal.complainants enable row level security;
alter table complaint_events enable row level security;
alter table complaint_events_default enable row level security;
