-- People who sign in. The file brings the password of a new user; that of a known one stays, for its owner may have changed it.
-- incoming: district_code, name, role, street_code, community_code, firm_uscc, password_hash (made from the file's password).
drop table if exists pg_temp.problems;
create temporary table problems (line bigint, "column" text, code text, zh text, en text) on commit drop;

insert into problems
select i.line, c.name, 'required', '必填', 'is required'
from incoming i cross join lateral (values ('district_code', i.district_code), ('name', i.name), ('role', i.role)) as c(name, value)
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
select i.line, 'firm_uscc', 'unknown_firm', format('没有统一社会信用代码为“%s”的企业', i.firm_uscc), format('there is no firm "%s"', i.firm_uscc)
from incoming i
where i.firm_uscc is not null and not exists (select from firms f where f.district_code = i.district_code and f.uscc = i.firm_uscc);

insert into problems
select i.line, 'role', 'unknown_code', format('“%s”不是用户角色', i.role), format('"%s" is not a role of users', i.role)
from incoming i
where i.role not in ('district', 'street', 'community', 'company');

insert into problems
select i.line, 'role', 'scope', '街道、社区或企业与角色不符', 'street, community or firm do not fit the role'
from incoming i
where case i.role
    when 'district' then num_nonnulls(i.street_code, i.community_code, i.firm_uscc) > 0
    when 'street' then i.street_code is null or num_nonnulls(i.community_code, i.firm_uscc) > 0
    when 'community' then num_nulls(i.street_code, i.community_code) > 0 or i.firm_uscc is not null
    when 'company' then i.firm_uscc is null or num_nonnulls(i.street_code, i.community_code) > 0
end;

insert into problems
select i.line, 'street_code', 'unknown_division', '街道或社区不属于本区', 'street or community are not of this district'
from incoming i
where i.street_code is not null
    and not exists (
        select from division_jurisdictions j
        where j.district_code = i.district_code and j.code = coalesce(i.community_code, i.street_code) and j.street_code = i.street_code
            and j.effective_to is null);

insert into problems
select i.line, 'password', 'required', '新用户须有密码', 'a new user needs a password'
from incoming i
where i.password_hash is null
    and not exists (select from users u where u.district_code = i.district_code and u.name = i.name);

insert into problems
select i.line, 'name', 'repeated', format('与第%s行重复', i.first_line), format('repeats line %s', i.first_line)
from (select i.line, min(i.line) over (partition by i.district_code, i.name) as first_line from incoming i) i
where i.line > i.first_line;

insert into users (district_code, name, role, street_code, community_code, firm_id, password_digest)
select
    i.district_code,
    i.name,
    i.role,
    i.street_code,
    i.community_code,
    f.id,
    i.password_hash
from incoming i left join firms f on f.district_code = i.district_code and f.uscc = i.firm_uscc
where not exists (select from problems)
on conflict (district_code, name) do update set
    role = excluded.role,
    street_code = excluded.street_code,
    community_code = excluded.community_code,
    firm_id = excluded.firm_id,
    token_epoch = users.token_epoch + 1,
    version = users.version + 1,
    updated_at = excluded.updated_at
where (users.role, users.street_code, users.community_code, users.firm_id)
    is distinct from (excluded.role, excluded.street_code, excluded.community_code, excluded.firm_id);

select line, "column", code, zh, en from problems order by line, "column";
