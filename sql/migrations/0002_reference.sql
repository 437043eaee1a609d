-- Reference data: the same for every district, readable by every role, no key of it points at a district's own rows.
-- effective_from is the first day, effective_to the day after the last (null = open).
set local role wuye_owner;

-- Every character of the normalised text between separators, so that a trigram index serves terms of any length; zh_like() makes the pattern.
create function zh_separate(body text) returns text language sql immutable strict parallel safe as $$
    select 'a' || regexp_replace(lower(normalize(body, NFKC)), '(.)', '\1a', 'g')
$$;

create table divisions (
    code text collate "C" constraint divisions_key primary key,
    parent_code text collate "C" constraint divisions_parent references divisions,
    level smallint not null,
    name text not null,
    kind text not null,
    pinyin text not null default '',
    initials text not null default '',
    effective_from date not null default '2020-01-01',
    effective_to date,
    -- What `q` is matched with.
    name_x text not null generated always as (zh_separate(
        name || ' ' || pinyin || ' ' || replace(pinyin, ' ', '') || ' ' || initials || ' ' || code)) stored,
    constraint divisions_level_fits check (length(code) = case level when 1 then 2 when 2 then 4 when 3 then 6 when 4 then 9 when 5 then 12 end),
    constraint divisions_code_digits check (code ~ '^[0-9]+$'),
    constraint divisions_root check ((level = 1) = (parent_code is null)),
    constraint divisions_period check (effective_to > effective_from)
);
create index divisions_children on divisions (parent_code, code);
create index divisions_search on divisions using gin (name_x gin_trgm_ops);

-- Who answers for a place. A relation of its own: a statistical zone's code does not begin with the code of the district that governs it.
create table division_jurisdictions (
    district_code text collate "C" not null constraint division_jurisdictions_district references divisions,
    code text collate "C" not null constraint division_jurisdictions_division references divisions,
    street_code text collate "C" not null constraint division_jurisdictions_street references divisions,
    community_code text collate "C" constraint division_jurisdictions_community references divisions,
    effective_from date not null,
    effective_to date,
    constraint division_jurisdictions_key primary key (district_code, code, effective_from),
    constraint division_jurisdictions_is_itself check (code = coalesce(community_code, street_code)),
    constraint division_jurisdictions_period check (effective_to > effective_from),
    -- One place answers to one street of one district at a time.
    constraint division_jurisdictions_one exclude using gist (code with =, daterange(effective_from, effective_to) with &&)
);
create index division_jurisdictions_of_street on division_jurisdictions (district_code, street_code, code);

create table workdays (
    date date constraint workdays_key primary key,
    is_workday boolean not null,
    name text
);

create table code_lists (
    code text collate "C" constraint code_lists_key primary key,
    zh text not null,
    en text not null,
    source text not null,
    effective_from date not null,
    effective_to date,
    constraint code_lists_period check (effective_to > effective_from)
);

create table codes (
    list_code text collate "C" not null constraint codes_list references code_lists,
    code text collate "C" not null,
    position integer not null,
    zh text not null,
    en text not null,
    text_zh text,
    text_en text,
    parent_code text collate "C",
    source text not null,
    effective_from date not null,
    effective_to date,
    constraint codes_key primary key (list_code, code, effective_from),
    constraint codes_period check (effective_to > effective_from),
    constraint codes_one exclude using gist (list_code with =, code with =, daterange(effective_from, effective_to) with &&)
);

create table complaint_categories (
    code text collate "C" not null,
    zh text not null,
    en text not null,
    confidential boolean not null default false,
    expedited boolean not null default false,
    delegated boolean not null default false,
    department text,
    violation_code text,
    source text not null,
    effective_from date not null,
    effective_to date,
    constraint complaint_categories_key primary key (code, effective_from),
    constraint complaint_categories_period check (effective_to > effective_from),
    constraint complaint_categories_one exclude using gist (code with =, daterange(effective_from, effective_to) with &&)
);

-- Other systems' categories. district_code '*' is every district's; a row of the district's own wins over it.
create table category_mappings (
    district_code text collate "C" not null default '*',
    source text collate "C" not null,
    external_code text collate "C" not null,
    external_zh text,
    category_code text collate "C" not null,
    effective_from date not null,
    effective_to date,
    constraint category_mappings_key primary key (district_code, source, external_code, effective_from),
    constraint category_mappings_period check (effective_to > effective_from),
    constraint category_mappings_one exclude using gist
        (district_code with =, source with =, external_code with =, daterange(effective_from, effective_to) with &&)
);

-- How many failed sign-ins lock a name or an address, and for how long.
create table auth_limits (
    effective_from date constraint auth_limits_key primary key,
    effective_to date,
    window_seconds integer not null constraint auth_limits_window check (window_seconds > 0),
    name_failures integer not null constraint auth_limits_name_failures check (name_failures > 0),
    address_failures integer not null constraint auth_limits_address_failures check (address_failures > 0),
    lock_seconds integer not null constraint auth_limits_lock check (lock_seconds > 0),
    constraint auth_limits_period check (effective_to > effective_from)
);
insert into auth_limits (effective_from, window_seconds, name_failures, address_failures, lock_seconds)
values ('2020-01-01', 900, 5, 50, 900);

alter table divisions enable row level security;
alter table division_jurisdictions enable row level security;
alter table workdays enable row level security;
alter table code_lists enable row level security;
alter table codes enable row level security;
alter table complaint_categories enable row level security;
alter table category_mappings enable row level security;
alter table auth_limits enable row level security;
