-- Columns of the registers that are filled in from sheets.
-- incoming: register, position, column, use, is_key, kind, detail, code_list, zh, en. A register is loaded whole.
drop table if exists pg_temp.problems;
create temporary table problems (line bigint, "column" text, code text, zh text, en text) on commit drop;

insert into problems
select i.line, c.name, 'required', '必填', 'is required'
from incoming i cross join lateral (values
    ('register', i.register), ('position', i.position), ('column', i."column"), ('use', i.use), ('is_key', i.is_key), ('kind', i.kind), ('zh', i.zh),
    ('en', i.en)) as c(name, value)
where c.value is null;

insert into problems
select i.line, 'position', 'not_a_number', format('“%s”不是规定格式的数值', i.position), format('"%s" is not a number of the form asked for', i.position)
from incoming i where i.position !~ '^[1-9][0-9]{0,3}$';

insert into problems
select i.line, 'is_key', 'not_a_boolean', format('“%s”应为true或false', i.is_key), format('"%s" should be true or false', i.is_key)
from incoming i where i.is_key not in ('true', 'false');

insert into problems
select i.line, 'use', 'unknown_code', format('“%s”不是列的用法', i.use), format('"%s" is no use of a column', i.use)
from incoming i where i.use not in ('required', 'optional', 'ignored') or (i.use = 'ignored' and i.is_key = 'true');

insert into problems
select i.line, 'kind', 'unknown_code', format('“%s”不是列的类型', i.kind), format('"%s" is no kind of column', i.kind)
from incoming i where i.kind not in ('text', 'prose', 'code', 'day', 'flag', 'number', 'list');

insert into problems
select i.line, 'detail', 'detail', '文本列应有最大字符数，数值列应有格式，其他列不应有', 'a text has its most characters, a number its pattern, any other column nothing'
from incoming i
where case when i.use = 'ignored' then i.detail is not null when i.kind in ('text', 'prose') then coalesce(i.detail !~ '^[1-9][0-9]{0,4}$', true)
    when i.kind = 'number' then i.detail is null else i.detail is not null end;

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
        where (i.register, i.position::integer, i."column", i.use, i.is_key::boolean, i.kind, i.zh, i.en)
                = (c.register, c.position, c."column", c.use, c.is_key, c.kind, c.zh, c.en)
            and (i.detail, i.code_list) is not distinct from (c.detail, c.code_list));

insert into import_columns (register, position, "column", use, is_key, kind, detail, code_list, zh, en)
select i.register, i.position::integer, i."column", i.use, i.is_key::boolean, i.kind, i.detail, i.code_list, i.zh, i.en
from incoming i
where not exists (select from problems)
on conflict (register, position) do nothing;

select line, "column", code, zh, en from problems order by line, "column";
