-- Schemes of subsidies: what is paid for an estate's area and month, by its class and the year of the scheme.
set local role wuye_owner;

-- A scheme is one document (schema SubsidySchemeDocument of the contract); a published one never changes. Several hold at once, one of each code. district_code '*': as a plan
-- somewhere gives it, for districts to copy.
create table subsidy_schemes (
    district_code text collate "C" not null,
    id uuid not null default gen_random_uuid(),
    code text collate "C" not null,
    number integer not null, -- of this code, from 1
    title_zh text not null,
    title_en text not null,
    state text collate "C" not null default 'draft',
    document jsonb not null,
    effective_from date,
    effective_to date, -- the day after its last
    planned_to date, -- the same as it was published; it ends sooner for the one that supersedes it
    superseded_by uuid, -- of this district: the one that it ends for
    source text not null,
    created_by uuid,
    written_by uuid[] not null default '{}', -- whoever has written in it does not publish it
    created_at timestamptz not null default now(),
    published_by uuid,
    published_at timestamptz,
    end_reason text, -- why it was withdrawn, or ended before its time
    version integer not null default 1,
    updated_at timestamptz not null default now(),
    constraint subsidy_schemes_key primary key (district_code, id),
    constraint subsidy_schemes_number unique (district_code, code, number),
    constraint subsidy_schemes_state_known check (state in ('given', 'draft', 'published', 'withdrawn')),
    constraint subsidy_schemes_given_to_all check ((state = 'given') = (district_code = '*')),
    constraint subsidy_schemes_published_period check (state <> 'published' or num_nulls(effective_from, effective_to, planned_to) = 0),
    constraint subsidy_schemes_period check (effective_to > effective_from),
    constraint subsidy_schemes_whole_months check (extract(day from effective_from) = 1 and extract(day from effective_to) = 1),
    constraint subsidy_schemes_superseded_by foreign key (district_code, superseded_by) references subsidy_schemes,
    constraint subsidy_schemes_one exclude using gist (district_code with =, code with =, daterange(effective_from, effective_to) with &&) where (state = 'published')
);

alter table subsidy_schemes enable row level security;

reset role;
