-- 挂牌督办 (H01, H02): what an estate under supervision goes through, who stands behind it (包保), and what was exposed in the media (H06, H08).
set local role wuye_owner;

-- What is free text is masked before it is kept; the grounds are for the authorities, the demands for whoever has to meet them.
alter table supervision_listings
    drop column basis_masked,
    add demands text,
    add refused_reason text,
    add finding text,
    add acceptance_office text,
    add published_at timestamptz,
    -- That a leader, a group or the media moved the district is not told to the public.
    add public_reason text collate "C" generated always as (case when reason in ('petition_top3', 'hotline_top3') then reason end) stored,
    add constraint supervision_listings_firm foreign key (district_code, firm_id) references firms (district_code, id),
    add constraint supervision_listings_refused_why check ((refused_reason is null) = (state <> 'refused')),
    add constraint supervision_listings_in_hands check (state in ('proposed', 'refused') or due_on is not null and sponsor_unit is not null and decided_at is not null),
    add constraint supervision_listings_published_listed check (published_at is null or listed_on is not null),
    add constraint supervision_listings_requested check (state not in ('acceptance_requested', 'accepted') or requested_by is not null),
    add constraint supervision_listings_accepted_whole check (state <> 'accepted' or accepted_by is not null and finding is not null and acceptance_office is not null);
create index supervision_listings_newest on supervision_listings (district_code, proposed_at desc, id desc);
create index supervision_listings_newest_of_street on supervision_listings (district_code, street_code, proposed_at desc, id desc);
create index supervision_listings_of_estate_newest on supervision_listings (district_code, estate_id, proposed_at desc, id desc);
create index supervision_listings_of_firm on supervision_listings (district_code, firm_id, proposed_at desc, id desc);
create index supervision_listings_of_quarter on supervision_listings (district_code, estate_id, reason, quarter);
create index supervision_listings_of_ranking_rows on supervision_listings (district_code, ranking_id) where ranking_id is not null;

-- Complaints that a listing rests on: never told beyond the authorities.
create table supervision_listing_complaints (
    district_code text collate "C" not null,
    listing_id uuid not null,
    complaint_id uuid not null,
    constraint supervision_listing_complaints_key primary key (district_code, listing_id, complaint_id),
    constraint supervision_listing_complaints_listing foreign key (district_code, listing_id) references supervision_listings (district_code, id),
    constraint supervision_listing_complaints_complaint foreign key (district_code, complaint_id) references complaints
);

-- What was done: every step, and what the sponsor looked after (督导压实).
create table supervision_listing_events (
    district_code text collate "C" not null,
    id uuid not null,
    listing_id uuid not null,
    at timestamptz not null,
    actor_id uuid,
    actor_role text collate "C" not null,
    action text collate "C" not null constraint supervision_listing_events_action_known
        check (action in ('propose', 'list', 'refuse', 'change', 'start', 'progress', 'request', 'supervise', 'accept', 'reject')),
    from_state text collate "C",
    to_state text collate "C" not null,
    round integer not null,
    happened_on date not null,
    unit text,
    note text,
    constraint supervision_listing_events_key primary key (district_code, id),
    constraint supervision_listing_events_listing foreign key (district_code, listing_id) references supervision_listings (district_code, id)
);
create index supervision_listing_events_newest on supervision_listing_events (district_code, listing_id, at desc, id desc);

-- There is no action of time: a listing ends by acceptance alone.
create table supervision_listing_transitions (
    from_state text collate "C" not null,
    action text collate "C" not null,
    role text collate "C" not null,
    to_state text collate "C" not null,
    constraint supervision_listing_transitions_key primary key (from_state, action, role)
);
insert into supervision_listing_transitions (from_state, action, role, to_state) values
    ('proposed', 'list', 'district', 'listed'),
    ('proposed', 'refuse', 'district', 'refused'),
    ('listed', 'start', 'street', 'rectifying'),
    ('rejected', 'start', 'street', 'rectifying'),
    ('rectifying', 'progress', 'street', 'rectifying'),
    ('rectifying', 'request', 'street', 'acceptance_requested'),
    ('acceptance_requested', 'accept', 'district', 'accepted'),
    ('acceptance_requested', 'reject', 'district', 'rejected'),
    ('listed', 'supervise', 'district', 'listed'),
    ('rectifying', 'supervise', 'district', 'rectifying'),
    ('acceptance_requested', 'supervise', 'district', 'acceptance_requested'),
    ('rejected', 'supervise', 'district', 'rejected'),
    ('listed', 'change', 'district', 'listed'),
    ('rectifying', 'change', 'district', 'rectifying'),
    ('acceptance_requested', 'change', 'district', 'acceptance_requested'),
    ('rejected', 'change', 'district', 'rejected');

-- 区级包保单位: which unit of the district stands behind a street or an estate. One at a time.
create table sponsors (
    district_code text collate "C" not null,
    id uuid not null,
    unit text not null,
    department_id uuid,
    street_code text collate "C" not null,
    estate_id uuid,
    valid_from date not null,
    valid_to date,
    ended_reason text,
    created_by uuid,
    version integer not null default 1,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint sponsors_key primary key (district_code, id),
    constraint sponsors_estate foreign key (district_code, estate_id) references estates (district_code, id),
    constraint sponsors_department foreign key (district_code, department_id) references departments (district_code, id),
    constraint sponsors_period check (valid_to >= valid_from),
    constraint sponsors_ended_why check ((valid_to is null) = (ended_reason is null)),
    constraint sponsors_one_of_street exclude using gist (district_code with =, street_code with =, daterange(valid_from, valid_to) with &&) where (estate_id is null),
    constraint sponsors_one_of_estate exclude using gist (district_code with =, estate_id with =, daterange(valid_from, valid_to) with &&) where (estate_id is not null)
);
create index sponsors_newest on sponsors (district_code, valid_from desc, id desc);

-- 曝光 (H06, H08): what was made public of an estate or a firm, where and when.
create table exposures (
    district_code text collate "C" not null,
    id uuid not null,
    estate_id uuid,
    firm_id uuid,
    listing_id uuid,
    media text not null,
    exposed_on date not null,
    url text,
    title text not null,
    summary text,
    withdrawn_at timestamptz,
    withdrawn_reason text,
    created_by uuid,
    version integer not null default 1,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint exposures_key primary key (district_code, id),
    constraint exposures_estate foreign key (district_code, estate_id) references estates (district_code, id),
    constraint exposures_firm foreign key (district_code, firm_id) references firms (district_code, id),
    constraint exposures_listing foreign key (district_code, listing_id) references supervision_listings (district_code, id),
    constraint exposures_of_something check (num_nonnulls(estate_id, firm_id) > 0),
    constraint exposures_withdrawn_whole check ((withdrawn_at is null) = (withdrawn_reason is null))
);
create index exposures_newest on exposures (district_code, exposed_on desc, id desc);
create unique index exposures_once on exposures (district_code, media, exposed_on, title, coalesce(estate_id::text, ''), coalesce(firm_id::text, '')) where withdrawn_at is null;

alter table supervision_listing_complaints enable row level security;
alter table supervision_listing_events enable row level security;
alter table supervision_listing_transitions enable row level security;
alter table sponsors enable row level security;
alter table exposures enable row level security;

reset role;
