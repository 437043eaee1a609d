-- What each role searches by name: estate_search and firm_search, and with the rows that were replaced estate_past_search and firm_past_search, where each row
-- says from when until when the register had it (estates_at(), firms_at() for a day).
--
-- They run with the owner's rights, because LIKE is not leakproof and under row security its index would not be used; so each repeats the role's policy
-- (sql/policies/estates.sql, estates_past.sql, firms.sql, firms_past.sql) as its scope. Callers cannot put functions of their own into our statements, so the
-- views need no barrier. A test holds them to the rows that row security shows. Who vouched for a firm's code is in none of them.
set role wuye_owner;

do $$
declare
    ours constant text := 'r.district_code = (select current_district())';
    register record;
    role record;
    columns text;
begin
    for register in values ('estate', 'estates'), ('firm', 'firms') loop
        select string_agg(quote_ident(a.attname), ', ' order by a.attnum) into columns
        from pg_attribute a
        where a.attrelid = register.column2::regclass and a.attnum > 0 and not a.attisdropped and a.attname not in ('uscc_override_by', 'written_in');
        for role in values
            ('district', 'true', 'true'),
            ('street', 'r.street_code = (select current_street())', 'true'),
            ('community', 'r.community_code = (select current_community())', 'true'),
            ('company', 'r.id = any ((select estates_of_firm())::uuid[])', 'r.id = (select current_firm())'),
            ('hotline', 'true', 'true'),
            ('platform', 'true', 'true')
        loop
            execute format('drop view if exists as_%1$s.%2$s_search, as_%1$s.%2$s_past_search', role.column1, register.column1);
            execute format('create view as_%s.%s_search as select %s from %s r where %s and %s', role.column1, register.column1, columns, register.column2, ours,
                case register.column1 when 'estate' then role.column2 else role.column3 end);
            -- Neither half has a condition of its own, so that a condition and an order on the whole reach the indexes of both tables.
            execute format('create view as_%1$s.%2$s_past_search as select * from (select %3$s, ''infinity''::timestamptz as known_to from %4$s union all '
                'select %3$s, known_to from %4$s_past) r where %5$s and %6$s', role.column1, register.column1, columns, register.column2, ours,
                case register.column1 when 'estate' then role.column2 else role.column3 end);
            execute format('grant select on as_%1$s.%2$s_search, as_%1$s.%2$s_past_search to wuye_%1$s', role.column1, register.column1);
        end loop;
    end loop;
end $$;

reset role;
