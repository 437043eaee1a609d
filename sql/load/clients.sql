-- Systems that call. The secret of a known client becomes the file's; the second one, for the change-over, is not touched.
-- incoming: district_code, name, role, secret_digest (made from the file's secret).
drop table if exists pg_temp.problems;
create temporary table problems (line bigint, "column" text, code text, zh text, en text) on commit drop;

insert into problems
select i.line, c.name, 'required', '必填', 'is required'
from incoming i cross join lateral (values
    ('district_code', i.district_code), ('name', i.name), ('role', i.role), ('secret', i.secret_digest)) as c(name, value)
where c.value is null;

insert into problems
select i.line, 'name', 'not_a_name', format('“%s”应由小写字母、数字和._-组成', i.name),
    format('"%s" should be made of a-z, 0-9, ".", "_" and "-"', i.name)
from incoming i
where i.name !~ '^[a-z0-9][a-z0-9._-]{0,62}$';

insert into problems
select i.line, 'district_code', 'unknown_district', format('“%s”不是本系统服务的区县', i.district_code),
    format('"%s" is not a district served here', i.district_code)
from incoming i
where i.district_code is not null and not exists (select from districts d where d.district_code = i.district_code);

insert into problems
select i.line, 'role', 'unknown_code', format('“%s”不是系统角色', i.role), format('"%s" is not a role of clients', i.role)
from incoming i
where i.role not in ('hotline', 'platform', 'front_end');

insert into problems
select i.line, 'name', 'repeated', format('与第%s行重复', i.first_line), format('repeats line %s', i.first_line)
from (select i.line, min(i.line) over (partition by i.district_code, i.name) as first_line from incoming i) i
where i.line > i.first_line;

insert into clients (district_code, name, role, secret_digest)
select
    i.district_code,
    i.name,
    i.role,
    i.secret_digest
from incoming i
where not exists (select from problems)
on conflict (district_code, name) do update set
    role = excluded.role,
    secret_digest = excluded.secret_digest,
    token_epoch = clients.token_epoch + case when clients.role <> excluded.role then 1 else 0 end,
    version = clients.version + 1,
    updated_at = excluded.updated_at
where (clients.role, clients.secret_digest)
    is distinct from (excluded.role, excluded.secret_digest);

select line, "column", code, zh, en from problems order by line, "column";
