\ir begin.sql
\ir fixture.sql
create function pg_temp.version(of text) returns text language sql as $$ select string_agg(a ->> 'version', ',') from pg_temp.answers('district', jsonb_build_object('district', of), 'select version from name_version') a $$;
create temporary table was (district text primary key, version text);
create function pg_temp.changed(district text) returns boolean language sql volatile as $$
    with now as (select pg_temp.version(district) as version), kept as (
        insert into was select changed.district, now.version from now on conflict on constraint was_pkey do update set version = excluded.version returning version)
    select now.version is distinct from (select w.version from was w where w.district = changed.district) and exists (select from kept) from now
$$;
-- As if each call were another transaction's.
create function pg_temp.later() returns void language sql volatile as $$ update name_versions set changed_at = changed_at - interval '1 second' $$;
select plan(19);
select is(pg_temp.version('990101'), '00000000-0000-0000-0000-000000000000', 'a district in which none was changed has a version, too');
select pg_temp.changed('990101'), pg_temp.changed('990102');
select is(r || ': ' || pg_temp.seen(r, s::jsonb, 'select name as id from estate_names')::text, r || ': {幸福家园,阳光花园,阳光花园}', r || ' is told the names of its district''s estates') from (values
    ('district', :'district'), ('street', :'street'), ('community', :'community'), ('company', :'company'), ('hotline', :'hotline'), ('platform', :'platform')) v (r, s);
select is(pg_temp.seen('district', '{"district":"990102"}', 'select name as id from firm_names'), '{乙一物业}', 'and of no other''s firms');
select throws_ok(format('select pg_temp.answers(%L, %L, %L)', 'public', '{}', 'select * from estate_names'), '42501', null, 'without a token none');
select throws_ok(format('select pg_temp.answers(%L, %L, %L)', 'company', :'company', 'select * from name_versions'), '42501', null, 'who changed names when is nobody''s to read');
select throws_ok(format('select pg_temp.answers(%L, %L, %L)', 'platform', '{"district":"990101"}', 'select names_change(''990101'')'), '42501', null, 'who only reads does not say that names have changed');

create function pg_temp.patch(estate text, patch jsonb) returns text language sql volatile as $$
    select coalesce(string_agg(a ->> 'problem', ','), 'done') from pg_temp.answers('district', '{"district":"990101","user_id":"00000000-0000-7000-8000-00000000b001"}',
        format('select c.problem from change_estate(%L, %L, %L, clock_timestamp(), current_date) c where c.problem is not null', estate, patch, '{}')) a
$$;
select is(pg_temp.patch('00000000-0000-7000-8000-0000000000e1', '{"area_m2": 101}'), 'done', 'an estate is changed');
select is(pg_temp.changed('990101'), false, 'names stay what they were when only its area changes');
select pg_temp.patch('00000000-0000-7000-8000-0000000000e1', '{"name": "新名"}');
select is(pg_temp.changed('990101'), true, 'a new name is another version');
select is(pg_temp.changed('990102'), false, 'of its own district');
select pg_temp.patch('00000000-0000-7000-8000-0000000000e2', '{"name": "又名"}');
select is(pg_temp.changed('990101'), false, 'many names in one transaction are one change');
select pg_temp.later();
select pg_temp.patch('00000000-0000-7000-8000-0000000000e2', '{"name": "再名"}');
select is(pg_temp.changed('990101'), true, 'and in the next another one');
select pg_temp.later();
select count(*) from pg_temp.answers('district', '{"district":"990101","user_id":"00000000-0000-7000-8000-00000000b001"}',
    $$select c.problem from change_firm('00000000-0000-7000-8000-0000000000f1', '{"name": "甲一新业"}', '{}', clock_timestamp()) c$$);
select is((select name from firms where id = '00000000-0000-7000-8000-0000000000f1' and district_code = '990101'), '甲一新业', 'a firm''s name is changed');
select is(pg_temp.changed('990101'), true, 'and said so');
select * from finish();
rollback;
