\ir begin.sql
\ir fixture.sql
\set vouched `cat sql/queries/internal/vouchedPerson.sql`
create function pg_temp.said(change jsonb) returns jsonb language sql as $$
    select jsonb_build_object('district', '990101', 'issuer', 'https://id.example', 'subject', 'wang', 'name', 'wang-0000000000', 'role', 'street', 'street', '990101001',
        'issued_at', 1000, 'new_id', '00000000-0000-7000-8000-0000000000aa', 'now', '2025-06-02T09:00:00+08:00', 'today', '2025-06-02') || change $$;
create function pg_temp.person(statement text, change jsonb) returns text language sql as $$
    select concat_ws(' ', a ->> 'standing', a ->> 'missing', a ->> 'role', a ->> 'street_code', a ->> 'community_code', a ->> 'token_epoch')
    from pg_temp.answers('auth', '{}', statement, pg_temp.said(change)) a $$;
insert into users (district_code, id, name, role, password_digest) values ('990101', '00000000-0000-7000-8000-00000000b001', 'anna', 'district', 'x');
update division_jurisdictions set effective_to = '2025-01-01' where code = '990101002';
select plan(30);

select is(pg_temp.person(:'vouched', '{}'), 'active street 990101001 1', 'a person is made at the first token');
select is(pg_temp.person(:'vouched', '{"issued_at":1001}'), 'active street 990101001 1', 'and found at the next');
select is(pg_temp.person(:'vouched', '{"role":"community","street":null,"community":"990101001002","issued_at":1002}'), 'active community 990101001 990101001002 2', 'a newer token moves; the street is the community''s');
select is(pg_temp.person(:'vouched', '{"issued_at":1001}'), 'superseded community 990101001 990101001002 2', 'an older one moves nobody back');
select is(pg_temp.person(:'vouched', '{"role":"community","street":null,"community":"990101001002","issued_at":900}'), 'active community 990101001 990101001002 2', 'an older one that says the same is good');
select is(pg_temp.person(:'vouched', '{"role":"district","street":null,"issued_at":1002}'), 'active district 3', 'of two of one second the one that comes last');
select is((select version || ' ' || extract(epoch from vouched_at)::integer from users where subject = 'wang'), '3 1002', 'what changed is counted');
select is((select count(*) from users where subject = 'wang'), 1::bigint, 'it is one person all the time');
select is((select string_agg(role, ' ' order by role) from audit_log where operation = 'vouchedPerson'), 'community district street', 'each change is noted once');
select is(pg_temp.person(:'vouched', '{"subject":"li","name":"li-0","district":"990199"}'), 'unknown district', 'a district that is not served');
select is(pg_temp.person(:'vouched', '{"subject":"li","name":"li-0","street":"990102001"}'), 'unknown street', 'a street of another district');
select is(pg_temp.person(:'vouched', '{"subject":"li","name":"li-0","street":"990101002"}'), 'unknown street', 'a street that is none any more');
select is(pg_temp.person(:'vouched', '{"subject":"li","name":"li-0","role":"community","street":null,"community":"990101001"}'), 'unknown community', 'a street is no community');
select is(pg_temp.person(:'vouched', '{"subject":"li","name":"li-0","role":"company","street":null,"firm":"91990102000000003X"}'), 'unknown firm', 'another district''s firm');
select is(pg_temp.person(:'vouched', '{"subject":"li","name":"li-0","role":"company","street":null,"firm":"91990101000000001X","new_id":"00000000-0000-7000-8000-0000000000ab"}'), 'active company 1', 'a firm by its social credit code');
select is(pg_temp.person(:'vouched', '{"subject":"zhao","name":"zhao-0","issued_at":1000,"new_id":"00000000-0000-7000-8000-0000000000ad"}'), 'active street 990101001 1', 'who moves to another district');
select is(pg_temp.person(:'vouched', '{"subject":"zhao","name":"zhao-0","district":"990102","street":"990102001","issued_at":1100,"new_id":"00000000-0000-7000-8000-0000000000ac"}'), 'active street 990102001 1', 'is one of its people');
select is((select token_epoch from users where subject = 'zhao' and district_code = '990101'), 2, 'and void in the one that was left');
select is(pg_temp.person(:'vouched', '{"subject":"zhao","name":"zhao-0","issued_at":1050}'), 'superseded street 990101001 2', 'a token of before the move brings nobody back there');
select is(pg_temp.person(:'vouched', '{"subject":"zhao","name":"zhao-0","district":"990102","street":"990102001","issued_at":1101}'), 'active street 990102001 1', 'the next sign-in');
select is((select token_epoch from users where subject = 'zhao' and district_code = '990101'), 2, 'moves nobody');
select is(pg_temp.person(:'vouched', '{"subject":"zhao","name":"zhao-0","issued_at":1200}'), 'active street 990101001 2', 'who comes back');
select is((select token_epoch from users where subject = 'zhao' and district_code = '990102'), 2, 'has left the other');
update users set state = 'disabled' where subject = 'wang';
select is(pg_temp.person(:'vouched', '{"role":"street","issued_at":2000}'), 'disabled district 3', 'who is disabled stays as he is');

select throws_ok(format('select pg_temp.answers(%L, %L, %L)', 'auth', '{}', s), '42501', null, w)
from (values ($$insert into users (district_code, id, name, role) values ('990101', gen_random_uuid(), 'mallory', 'district') returning 1$$, 'the login makes nobody without a provider'),
    ($$insert into users (district_code, id, name, role, issuer, subject, password_digest) values ('990101', gen_random_uuid(), 'm', 'district', 'i', 's', 'x') returning 1$$, 'gives nobody a password'),
    ($$update users set state = 'active' where subject = 'wang' returning 1$$, 'brings nobody back'),
    ($$update users set issuer = 'https://id.example', subject = 'wang2' where name = 'anna' returning 1$$, 'hands no account over'),
    ($$insert into audit_log (district_code, at, user_id, role, operation) values ('990101', now(), gen_random_uuid(), 'district', 'updateEstate') returning 1$$, 'and invents no act')) v (s, w);
select is((select count(*) from pg_temp.answers('auth', '{}', $$update users set role = 'district' where name = 'anna' returning 1$$)), 0::bigint, 'our own people are not its to change');
select * from finish();
rollback;
