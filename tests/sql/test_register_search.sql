-- The searches over registers run with the owner's rights: each shows the rows that row security shows, to every role and every scope, now and in the past.
\ir begin.sql
\ir fixture.sql
-- E1 and E3 were in one another's places before; the estate of the other district was where it is.
insert into estates_past (district_code, id, code, name, street_code, community_code, area_m2, building_type, new_or_old, is_key, party_org, version,
                          created_at, updated_at, known_from, known_to)
select e.district_code, e.id, e.code, '旧' || e.name, p.street, p.community, e.area_m2, e.building_type, e.new_or_old, false, false, 0, e.created_at, e.updated_at, '2020-01-01', '2021-01-01'
from estates e
join (values ('990101', 'E1', '990101002', '990101002001'), ('990101', 'E3', '990101001', '990101001001'), ('990102', 'E1', '990102001', '990102001001'))
    p (district, code, street, community) on p.district = e.district_code and p.code = e.code;
insert into firms_past (district_code, id, uscc, name, locality, party_org, market_access, status, version, created_at, updated_at, known_from, known_to)
select f.district_code, f.id, f.uscc, '旧' || f.name, f.locality, f.party_org, f.market_access, f.status, 0, f.created_at, f.updated_at, '2020-01-01', '2021-01-01'
from firms f where f.district_code like '99010_';

create temporary table scopes as
select v.role, v.scope::jsonb, v.name
from (values
    ('district', :'district', 'the district'), ('district', :'other_district', 'another district'), ('street', :'street', 'the street'),
    ('street', :'other_street', 'another street'), ('community', :'community', 'the community'), ('company', :'company', 'the firm'),
    ('company', :'other_company', 'the firm after it'), ('hotline', :'hotline', 'the hotline'), ('hotline', :'hotline2', 'another hotline'),
    ('platform', :'platform', 'the city platform'), ('district', :'nobody', 'a district user without a scope'), ('street', :'district', 'a street user without a street'),
    ('community', :'district', 'a community user without a community'), ('company', :'district', 'a company user without a firm')) v (role, scope, name);
create temporary table searches (register, search, guarded) as values
    ('estates', 'estate_search', 'select id from estates'), ('firms', 'firm_search', 'select id from firms'),
    ('the estates that were', 'estate_past_search', 'select id || name || street_code || known_to as id from (select id, name, street_code, ''infinity''::timestamptz as known_to
        from estates union all select id, name, street_code, known_to from estates_past) r'),
    ('the firms that were', 'firm_past_search', 'select id || name || known_to as id from (select id, name, ''infinity''::timestamptz as known_to from firms union all
        select id, name, known_to from firms_past) r');

select plan(63);
select is(pg_temp.seen(c.role, c.scope, case s.search when 'estate_past_search' then 'select id || name || street_code || known_to as id from estate_past_search'
    when 'firm_past_search' then 'select id || name || known_to as id from firm_past_search' else 'select id from ' || s.search end),
    pg_temp.seen(c.role, c.scope, s.guarded), s.register || ' that ' || c.name || ' finds are those it sees')
from scopes c cross join searches s;
select is((select count(*) from pg_temp.answers(r, s::jsonb, 'select * from ' || v) a)::integer, n, r || ' finds ' || n || ' in ' || v)
from (values ('district', :'district', 'estate_search', 3), ('street', :'other_street', 'estate_search', 1), ('street', :'other_street', 'estate_past_search', 2),
    ('company', :'company', 'estate_past_search', 2), ('company', :'company', 'firm_past_search', 2)) v (r, s, v, n);
select is(array(select distinct table_name || '.' || column_name from information_schema.columns where table_schema like 'as\_%' and table_name ~ '^(estate|firm)(_past)?_search$'
    and column_name = 'uscc_override_by')::text[], '{}', 'none of them says who vouched for a code');
select throws_ok(format('select pg_temp.answers(%L, %L, %L)', 'public', '{}', 'select * from as_district.estate_search'), '42501', null, 'nobody searches without a token');
select * from finish();
rollback;
