\ir begin.sql
\ir fixture.sql
\set find `cat sql/queries/internal/authFindUser.sql`
\set failed `cat sql/queries/internal/authLoginFailed.sql`
\set succeeded `cat sql/queries/internal/authLoginSucceeded.sql`
\set issue `cat sql/queries/internal/authRefreshIssue.sql`
\set use `cat sql/queries/internal/authRefreshUse.sql`
\set claim `cat sql/queries/internal/idempotencyClaim.sql`
\set replay `cat sql/queries/internal/idempotencyReplay.sql`
\set store `cat sql/queries/internal/idempotencyStore.sql`
create function pg_temp.does(role text, scope jsonb, statement text, given jsonb) returns bigint language sql as $$ select count(*) from pg_temp.answers(role, scope, statement || ' returning 1', given) $$;
insert into users (district_code, id, name, role, password_digest) values ('990101', '00000000-0000-7000-8000-00000000b001', 'anna', 'district', 'x');
delete from login_failures;
delete from auth_limits;
insert into auth_limits values ('2020-01-01', null, 900, 3, 5, 600);
select plan(28);

create function pg_temp.tries(moment timestamptz, name text, remote text) returns jsonb language sql as $$
    select jsonb_build_object('district', '990101', 'name', name, 'remote', remote, 'now', moment) $$;
select is((select a ->> 'locked' from pg_temp.answers('auth', '{}', :'find', pg_temp.tries('2025-01-01 10:00+08', 'anna', '1.1.1.1')) a), 'false', 'who never failed is not locked');
select is(pg_temp.does('auth', '{}', :'failed', pg_temp.tries('2025-01-01 10:00+08', 'anna', '1.1.1.1')), 2::bigint, 'a failure counts for the name and for the address');
select is(pg_temp.does('auth', '{}', :'failed', pg_temp.tries('2025-01-01 10:01+08', 'anna', '1.1.1.1')), 2::bigint, 'so does the second');
select is((select a ->> 'locked' from pg_temp.answers('auth', '{}', :'find', pg_temp.tries('2025-01-01 10:01+08', 'anna', '1.1.1.1')) a), 'false', 'two of three do not lock');
select is(pg_temp.does('auth', '{}', :'failed', pg_temp.tries('2025-01-01 10:02+08', 'anna', '1.1.1.1')), 2::bigint, 'the third');
select is((select a ->> 'locked' from pg_temp.answers('auth', '{}', :'find', pg_temp.tries('2025-01-01 10:03+08', 'anna', '2.2.2.2')) a), 'true', 'locks the name from everywhere');
select is((select a ->> 'locked' from pg_temp.answers('auth', '{}', :'find', pg_temp.tries('2025-01-01 10:12:01+08', 'anna', '2.2.2.2')) a), 'false', 'for as long as the limits say');
select is(pg_temp.does('auth', '{}', :'failed', pg_temp.tries('2025-01-01 10:30+08', 'anna', '2.2.2.2')), 2::bigint, 'after the window');
select is((select failures from login_failures where subject = 'anna'), 1, 'counting begins again');
select is((select sum(pg_temp.does('auth', '{}', :'failed', pg_temp.tries('2025-01-01 11:00+08', 'user' || i, '3.3.3.3'))) from generate_series(1, 5) i), 10::numeric, 'five names from one address');
select is((select a ->> 'locked' from pg_temp.answers('auth', '{}', :'find', pg_temp.tries('2025-01-01 11:01+08', 'anna', '3.3.3.3')) a), 'true', 'lock the address for every name');
select is(pg_temp.does('auth', '{}', :'succeeded', pg_temp.tries('2025-01-01 10:31+08', 'anna', '2.2.2.2')), 1::bigint, 'a success clears the name');
select is((select count(*) from login_failures where subject = '3.3.3.3'), 1::bigint, 'and not the address');
select is((select count(*) from pg_temp.answers('auth', '{}', :'failed' || ' returning 1', '{"district":"no such","name":"x","remote":"1.1.1.1","now":"2025-01-01T10:00:00+08:00"}')), 0::bigint, 'an invented district fills no table');

create function pg_temp.refresh(moment timestamptz, old text, digest text) returns jsonb language sql as $$
    select jsonb_build_object('district', '990101', 'user_id', '00000000-0000-7000-8000-00000000b001', 'new_id', '00000000-0000-7000-8000-0000000000fa',
        'old_digest', old, 'digest', digest, 'lifetime_s', 3600, 'epoch', 1, 'now', moment) $$;
select is(pg_temp.does('auth', '{}', :'issue', pg_temp.refresh('2025-01-01 10:00+08', null, 'd1')), 1::bigint, 'a refresh token is issued');
select is((select a ->> 'name' from pg_temp.answers('auth', '{}', :'use', pg_temp.refresh('2025-01-01 10:10+08', 'd1', 'd2')) a), 'anna', 'it is good once');
select is((select a ->> 'name' from pg_temp.answers('auth', '{}', :'use', pg_temp.refresh('2025-01-01 10:20+08', 'd2', 'd3')) a), 'anna', 'and so is the next');
select is((select count(*) from pg_temp.answers('auth', '{}', :'use', pg_temp.refresh('2025-01-01 10:21+08', 'd1', 'd4'))), 0::bigint, 'a second use is refused');
select is((select reuse_detected from refresh_families), true, 'it is a theft');
select is((select count(*) from pg_temp.answers('auth', '{}', :'use', pg_temp.refresh('2025-01-01 10:22+08', 'd3', 'd5'))), 0::bigint, 'and ends the whole family');
select is(pg_temp.does('auth', '{}', :'issue', jsonb_set(pg_temp.refresh('2025-01-01 10:00+08', null, 'e1'), '{new_id}', '"00000000-0000-7000-8000-0000000000fb"')), 1::bigint, 'another family');
select is((select count(*) from pg_temp.answers('auth', '{}', :'use', pg_temp.refresh('2025-01-01 11:00+08', 'e1', 'e2'))), 0::bigint, 'an expired one is not good');
update users set state = 'disabled' where name = 'anna' and district_code = '990101';
select is((select count(*) from pg_temp.answers('auth', '{}', :'use', pg_temp.refresh('2025-01-01 10:01+08', 'e1', 'e2'))), 0::bigint, 'nor one of a user who is disabled');

create function pg_temp.keyed(hash text) returns jsonb language sql as $$
    select jsonb_build_object('operation', 'postTickets', 'key', 'k', 'body_hash', hash, 'now', now(), 'status', 201, 'answer', '{}', 'location', '/x') $$;
select is(pg_temp.does('hotline', :'hotline', :'claim', pg_temp.keyed('h')), 1::bigint, 'a key is claimed');
select is(pg_temp.does('hotline', :'hotline', :'store', pg_temp.keyed('h')), 1::bigint, 'and the answer stored');
select throws_ok(format('select pg_temp.does(%L, %L, %L, %L)', 'hotline', :'hotline', :'claim', pg_temp.keyed('h')), '23505',
    'duplicate key value violates unique constraint "idempotency_keys_pkey"', 'it is claimed once');
select is((select a ->> 'status' || ' ' || (a ->> 'location') from pg_temp.answers('hotline', :'hotline', :'replay', pg_temp.keyed('h')) a), '201 /x', 'then replayed');
select is((select count(*) from pg_temp.answers('hotline', :'hotline2', :'replay', pg_temp.keyed('h'))), 0::bigint, 'to nobody else');
select * from finish();
rollback;
