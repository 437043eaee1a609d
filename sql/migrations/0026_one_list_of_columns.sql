-- The columns of a register are one list, which the template offers and the import reads: use and is_key say what an import makes of a column, detail how
-- a cell is judged (characters of a text, pattern of a number). What stands there was loaded without any of it and is loaded again with the reference data;
-- until then an import says that it is missing.
set local role wuye_owner;

drop function if exists import_columns(text);

delete from import_columns;
alter table import_columns
    drop column required,
    add use text collate "C" not null,
    add is_key boolean not null,
    add detail text collate "C",
    drop constraint import_columns_kind_known,
    add constraint import_columns_kind_known check (kind in ('text', 'code', 'day', 'flag', 'number', 'list')),
    add constraint import_columns_use_known check (use in ('required', 'optional', 'ignored')),
    add constraint import_columns_key_taken check (not is_key or use <> 'ignored'),
    add constraint import_columns_detail check (case
        when use = 'ignored' then detail is null
        when kind = 'text' then coalesce(detail ~ '^[1-9][0-9]{0,4}$', false)
        when kind = 'number' then detail is not null
        else detail is null end);
