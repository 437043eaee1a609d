-- What comes in: what a hotline says about its tickets later, what people take down themselves, and categories that a district maps.
set local role wuye_owner;

-- A message of a hotline about one of its tickets, and what became of it. What was told is immutable, and so is the first answer: whoever asks again gets it.
create table hotline_messages (
    district_code text collate "C" not null constraint hotline_messages_district references districts,
    id uuid not null,
    client_id uuid not null,
    source text collate "C" not null,
    message_no text collate "C" not null,
    ticket_no text collate "C" not null,
    round integer,
    kind text collate "C" not null,
    sequence bigint,
    sent_at timestamptz,
    body_hash text not null,
    tries integer not null default 1,
    last_try_at timestamptz not null,
    secret boolean not null default false,
    reached boolean,
    result text,
    satisfaction text,
    -- Masked; as they were said: personal.message_texts.
    content text,
    reason text,
    -- applied; waiting for its ticket; older than what was applied; refused by the state that stood (then by which rule).
    outcome text collate "C" not null default 'waiting',
    why text,
    complaint_id uuid,
    from_state text,
    to_state text,
    settled_at timestamptz,
    first_outcome text collate "C" not null default 'waiting',
    first_why text,
    first_complaint_id uuid,
    first_state text,
    created_at timestamptz not null,
    constraint hotline_messages_key primary key (district_code, id),
    constraint hotline_messages_unique unique (district_code, client_id, source, message_no),
    constraint hotline_messages_complaint foreign key (district_code, complaint_id) references complaints,
    constraint hotline_messages_source_known check (source in ('hotline12345', 'petition', 'street', 'firm', 'web', 'solicitation')),
    constraint hotline_messages_kind_known check (kind in ('supplement', 'urge', 'supervise', 'redispatch', 'callback', 'cancel')),
    constraint hotline_messages_outcome_known check (outcome in ('applied', 'waiting', 'older', 'refused')),
    constraint hotline_messages_result_known check (result in ('solved', 'partly', 'unsolved')),
    constraint hotline_messages_satisfaction_known check (satisfaction in ('dissatisfied', 'understanding', 'satisfied', 'very_satisfied')),
    constraint hotline_messages_in_order check (sequence is not null or sent_at is not null),
    constraint hotline_messages_not_of_the_future check (sent_at <= created_at + interval '1 day'),
    constraint hotline_messages_result_told check (kind <> 'callback' or not reached or result is not null),
    constraint hotline_messages_round_positive check (round between 1 and 99),
    constraint hotline_messages_settled check ((outcome = 'waiting') = (complaint_id is null))
);
create index hotline_messages_of_ticket on hotline_messages (district_code, source, ticket_no);
create index hotline_messages_of_complaint on hotline_messages (district_code, complaint_id, created_at, id) where complaint_id is not null;
create index hotline_messages_newest on hotline_messages (district_code, created_at desc, id desc);
create index hotline_messages_newest_of_client on hotline_messages (district_code, client_id, created_at desc, id desc);

-- The words of a message as they were said: each sealed with its key's id, the message's id and the member it came from.
create table personal.message_texts (
    district_code text collate "C" not null,
    message_id uuid not null,
    seal_key text not null,
    content_sealed bytea,
    reason_sealed bytea,
    created_at timestamptz not null,
    erased_at timestamptz,
    constraint message_texts_key primary key (district_code, message_id),
    constraint message_texts_message foreign key (district_code, message_id) references hotline_messages
);
create index message_texts_kept on personal.message_texts (district_code, created_at) where erased_at is null;

-- A ticket as it is told, by a hotline or by whoever took it down; sealed and masked already.
create type ticket_told as (
    source text, ticket_no text, round integer, body_hash text, request_type text, category_code text, urgency text, received_at timestamptz, occurred_at timestamptz,
    estate_code text, estate_name text, division_code text, title text, place text, content text,
    leader_instruction boolean, group_petition boolean, opinion_event boolean, secret boolean, anonymous boolean,
    seal_key text, name_sealed bytea, phone_sealed bytea, phone_hash text, address_sealed bytea, place_sealed bytea, title_sealed bytea, content_sealed bytea
);
create type message_told as (
    source text, message_no text, ticket_no text, round integer, kind text, sequence bigint, sent_at timestamptz, body_hash text, secret boolean,
    reached boolean, result text, satisfaction text, content text, reason text, seal_key text, content_sealed bytea, reason_sealed bytea
);

alter table complaints
    add urges integer not null default 0,
    add supervisions integer not null default 0,
    drop constraint complaints_result_known,
    add constraint complaints_result_known check (result in ('solved', 'partly', 'unsolved', 'returned', 'withdrawn'));
-- The queue of what nobody could place: few, among very many.
create index complaints_unplaced on complaints (district_code, received_at desc, id desc)
    where (category is null or estate_id is null) and state not in ('merged', 'rejected', 'closed');
-- In the order of the list; which code it came with is read from the index too.
create index complaints_without_category on complaints (district_code, received_at desc, id desc, source, external_category)
    where category is null and state not in ('merged', 'rejected', 'closed');

-- What a hotline's messages may do. A later callback counts for more than an earlier one, whichever came first: what was closed is handled again, what
-- was to be handled again, and was not begun, is closed. It takes its ticket back from wherever it is still open.
insert into complaint_transitions (from_state, action, role, to_state, needs, unlike) values
    ('closed', 'rework', 'hotline', 'rework', 'recently_closed', '{}'),
    ('rework', 'close', 'hotline', 'closed', null, '{verify,report}'),
    ('resolved_reported', 'redispatch', 'hotline', 'rework', null, '{}'),
    ('callback', 'redispatch', 'hotline', 'rework', null, '{}'),
    ('closed', 'redispatch', 'hotline', 'rework', null, '{}'),
    ('rejected', 'redispatch', 'hotline', 'received', null, '{}');
insert into complaint_transitions (from_state, action, role, to_state)
select state, 'cancel', 'hotline', 'closed'
from unnest(array['received', 'needs_info', 'dispatched', 'signed', 'contacted', 'processing', 'extension_requested', 'suspended', 'resolved_reported',
                  'callback', 'rework', 'returned', 'designated', 'reopened']) state;

-- A district maps what its hotline calls things, and says on what ground.
alter table category_mappings
    add id uuid not null default gen_random_uuid(),
    add basis text,
    add end_reason text,
    add created_at timestamptz not null default now(),
    add constraint category_mappings_id_unique unique (district_code, id);

alter table hotline_messages enable row level security;
alter table personal.message_texts enable row level security;
