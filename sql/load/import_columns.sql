-- Columns of the registers that are filled in from sheets.
-- incoming: register, position, column, required, kind, code_list, zh, en. A register is loaded whole.
drop table if exists pg_temp.problems;
create temporary table problems (line bigint, "column" text, code text, zh text, en text) on commit drop;

insert into problems
select i.line, c.name, 'required', '必填', 'is required'
from incoming i cross join lateral (values
    ('register', i.register), ('position', i.position), ('column', i."column"), ('required', i.required), ('kind', i.kind), ('zh', i.zh),
    ('en', i.en)) as c(name, value)
where c.value is null;

insert into problems
select i.line, 'position', 'not_a_number', format('“%s”不是规定格式的数值', i.position), format('"%s" is not a number of the form asked for', i.position)
from incoming i where i.position !~ '^[1-9][0-9]{0,3}$';

insert into problems
select i.line, 'required', 'not_a_boolean', format('“%s”应为true或false', i.required), format('"%s" should be true or false', i.required)
from incoming i where i.required not in ('true', 'false');

insert into problems
select i.line, 'kind', 'unknown_code', format('“%s”不是列的类型', i.kind), format('"%s" is no kind of column', i.kind)
from incoming i where i.kind not in ('text', 'code', 'day', 'boolean', 'integer', 'decimal');

insert into problems
select i.line, 'code_list', 'unknown_code', format('没有代码表“%s”，或此列不应有代码表', i.code_list), format('there is no list "%s", or this column takes none', i.code_list)
from incoming i
where (i.kind = 'code') <> exists (select from code_lists l where l.code = i.code_list) or (i.kind <> 'code' and i.code_list is not null);

insert into problems
select i.line, 'column', 'repeated', format('与第%s行重复', i.first_line), format('repeats line %s', i.first_line)
from (
    select i.line, least(min(i.line) over (partition by i.register, i.position), min(i.line) over (partition by i.register, i."column")) as first_line
    from incoming i) i
where i.line > i.first_line;

delete from import_columns c
where not exists (select from problems)
    and exists (select from incoming i where i.register = c.register)
    and not exists (
        select from incoming i
        where (i.register, i.position::integer, i."column", i.required::boolean, i.kind, i.zh, i.en) = (c.register, c.position, c."column", c.required, c.kind, c.zh, c.en)
            and i.code_list is not distinct from c.code_list);

insert into import_columns (register, position, "column", required, kind, code_list, zh, en)
select i.register, i.position::integer, i."column", i.required::boolean, i.kind, i.code_list, i.zh, i.en
from incoming i
where not exists (select from problems)
on conflict (register, position) do nothing;

select line, "column", code, zh, en from problems order by line, "column";
