-- What the registers said on a day stays what they said. A row says since when it has been known (known_from); the row that a change replaces goes to
-- the table's twin <table>_past with the moment it stopped being so (known_to), in the statement that changes it. What stood on a day D is what was
-- known by its end, and, of what is valid for a time, valid on it: sql/functions/<table>_at.sql.
--
-- The base that is loaded from the command line has been known all along; whatever is written through the API, since it was written.
set local role wuye_owner;

alter table firms add known_from timestamptz not null default '-infinity';
alter table estates add known_from timestamptz not null default '-infinity';
alter table estate_modes add known_from timestamptz not null default '-infinity';
alter table contracts add known_from timestamptz not null default '-infinity';
alter table owners_committees add known_from timestamptz not null default '-infinity';

create table firms_past (
    like firms including generated,
    known_to timestamptz not null,
    constraint firms_past_key primary key (district_code, id, known_from, known_to),
    constraint firms_past_period check (known_to > known_from)
);
create table estates_past (
    like estates including generated,
    known_to timestamptz not null,
    constraint estates_past_key primary key (district_code, id, known_from, known_to),
    constraint estates_past_period check (known_to > known_from)
);
create table estate_modes_past (
    like estate_modes including generated,
    known_to timestamptz not null,
    constraint estate_modes_past_key primary key (district_code, estate_id, valid_from, known_from, known_to),
    constraint estate_modes_past_period check (known_to > known_from)
);
create table contracts_past (
    like contracts including generated,
    known_to timestamptz not null,
    constraint contracts_past_key primary key (district_code, id, known_from, known_to),
    constraint contracts_past_period check (known_to > known_from)
);
create table owners_committees_past (
    like owners_committees including generated,
    known_to timestamptz not null,
    constraint owners_committees_past_key primary key (district_code, id, known_from, known_to),
    constraint owners_committees_past_period check (known_to > known_from)
);
create index firms_past_until on firms_past (district_code, known_to);
create index estates_past_until on estates_past (district_code, known_to);
create index estate_modes_past_until on estate_modes_past (district_code, known_to);
create index contracts_past_until on contracts_past (district_code, known_to);
create index owners_committees_past_until on owners_committees_past (district_code, known_to);

alter table firms_past enable row level security;
alter table estates_past enable row level security;
alter table estate_modes_past enable row level security;
alter table contracts_past enable row level security;
alter table owners_committees_past enable row level security;
