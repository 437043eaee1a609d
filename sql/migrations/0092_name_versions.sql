-- Which names the estates and firms of a district have, as one value that is another after each change of one: whoever keeps names asks whether it is still the same (sql/functions/names.sql).
set local role wuye_owner;

create table name_versions (
    district_code text collate "C" not null,
    version uuid not null,
    changed_in xid8 not null,
    changed_at timestamptz not null,
    constraint name_versions_key primary key (district_code)
);
alter table name_versions enable row level security;

reset role;
