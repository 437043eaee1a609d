\ir begin.sql
\ir fixture.sql
\set begin `cat sql/queries/internal/attachmentBegin.sql`
\set part `cat sql/queries/internal/attachmentChunk.sql`
\set content `cat sql/queries/internal/attachmentPart.sql`
select plan(27);
select lives_ok(format('select count(*) from pg_temp.answers(%L, %L, %L, %L)', 'hotline', :'hotline', :'post', pg_temp.ticket(1, '{}')), 'a complaint');

-- 1 by the street, 2 by the firm; each with a part.
create function pg_temp.upload(number integer, change jsonb) returns jsonb language sql as $$
    select jsonb_build_object('id', '00000000-0000-7000-8000-0000000000' || lpad(number::text, 2, '0'), 'owner_kind', 'complaint', 'owner_id', '00000000-0000-7000-8000-000000000001',
        'media', 'image/png', 'bytes', 1, 'digest', repeat('a', 64), 'now', '2025-06-02T09:00:00+08:00', 'user_name', 'x', 'role', 'street', 'seq', 0) || change
$$;
select is((select count(*) from pg_temp.answers('street', :'street', :'begin', pg_temp.upload(1, '{}'))), 1::bigint, 'the street attaches a photo');
select is((select count(*) from pg_temp.answers('street', :'street', :'part', pg_temp.upload(1, '{"bytes":"\\x01"}'))), 1::bigint, 'of one part');
select is((select count(*) from pg_temp.answers('company', :'other_company', :'begin', pg_temp.upload(2, '{"role":"company"}'))), 1::bigint, 'the firm attaches the same');
select is((select count(*) from pg_temp.answers('company', :'other_company', :'part', pg_temp.upload(2, '{"bytes":"\\x02"}'))), 1::bigint, 'of one part too');
select is((select count(*) from pg_temp.answers('community', :'community', :'begin', pg_temp.upload(3, '{"role":"community"}'))), 0::bigint, 'the community sends the same once more: it is there');
select throws_ok(format('select pg_temp.answers(%L, %L, %L, %L)', r, s, :'begin', pg_temp.upload(9, jsonb_build_object('digest', repeat('b', 64)) || c)), '42501', null, what)
from (values
    ('street', :'other_street', '{}'::jsonb, 'another street attaches nothing to what it does not see'),
    ('company', :'company', '{"role":"company"}', 'nor does another firm'),
    ('company', :'other_company', '{"role":"company","firm":"00000000-0000-7000-8000-0000000000f1"}', 'a firm attaches nothing as somebody else'),
    ('street', :'street', '{"user_id":"00000000-0000-7000-8000-00000000b001"}', 'nor does an official')) v (r, s, c, what);
select throws_ok(format('select pg_temp.answers(%L, %L, %L, %L)', r, s, :'part', pg_temp.upload(n, '{"bytes":"\\x03","seq":1}')), '42501', null, r || ' adds no part to ' || n)
from (values ('company', :'other_company', 1), ('community', :'community', 1), ('street', :'street', 2), ('company', :'company', 2)) v (r, s, n);

select is((select array_agg(a ->> 'bytes' order by a ->> 'bytes') from pg_temp.answers(r, s::jsonb, 'select bytes::text from attachment_chunks') a), wanted, r || ' reads the parts that are its to read')
from (values ('street', :'street', array['\x01', '\x02']), ('community', :'community', array['\x01', '\x02']), ('hotline', :'hotline', array['\x01', '\x02']),
    ('company', :'other_company', array['\x02']), ('company', :'company', null), ('street', :'other_street', null)) v (r, s, wanted);
select throws_ok(format('select pg_temp.answers(%L, %L, %L)', 'company', :'other_company', 'select ' || c || ' from attachments'), '42501', null, 'a firm has no right to ' || c)
from unnest(array['uploaded_by', 'uploaded_by_name', 'reason']) c;
\set release 'update attachments set state = ''released'' returning id'
select throws_ok(format('select pg_temp.answers(%L, %L, %L)', 'company', :'other_company', :'release'), '42501', null, 'a firm releases nothing');
select throws_ok(format('select pg_temp.answers(%L, %L, %L)', r, '{"district":"990101"}', 'select id from attachments'), '42501', null, r || ' meets none')
from unnest(array['platform', 'public']) r;
select is((select count(*) from pg_temp.answers('district', :'district', 'delete from attachment_chunks returning seq')), 0::bigint, 'no part is deleted of what is not removed');
select * from finish();
rollback;
