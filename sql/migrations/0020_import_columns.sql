-- The columns by which people fill in a register: what a template offers and what an import reads are the same rows.
set local role wuye_owner;

create table import_columns (
    register text collate "C" not null,
    position integer not null,
    "column" text collate "C" not null,
    required boolean not null,
    kind text collate "C" not null,
    code_list text collate "C" constraint import_columns_code_list references code_lists,
    zh text not null,
    en text not null,
    constraint import_columns_key primary key (register, position),
    constraint import_columns_one unique (register, "column"),
    constraint import_columns_position check (position > 0),
    constraint import_columns_kind_known check (kind in ('text', 'code', 'day', 'boolean', 'integer', 'decimal')),
    constraint import_columns_codes check ((kind = 'code') = (code_list is not null))
);
alter table import_columns enable row level security;
