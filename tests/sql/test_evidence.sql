\ir begin.sql
\ir fixture.sql
\set begin `cat sql/queries/internal/attachmentBegin.sql`
\set part `cat sql/queries/internal/attachmentChunk.sql`
\set same `cat sql/queries/internal/attachmentSame.sql`
select plan(28);

-- An issue and an inspection of E1, in the hands of the firm that manages it now.
insert into issues (district_code, id, ledger, estate_id, street_code, community_code, firm_id, responsible_kind, responsible_firm_id, person, due_on, measure, problem, problem_masked,
                    source, found_on, last_recorded_at, created_role, created_at, updated_at, state)
values ('990101', '00000000-0000-7000-8000-000000001501', 'facility', '00000000-0000-7000-8000-0000000000e1', '990101001', '990101001001', '00000000-0000-7000-8000-0000000000f2', 'firm',
        '00000000-0000-7000-8000-0000000000f2', 'x', '2025-07-01', 'x', 'x', 'x', 'inspection', '2025-06-01', now(), 'district', now(), now(), 'rectifying');
insert into inspections (district_code, id, kind, level, estate_id, street_code, community_code, firm_id, state, created_at, updated_at)
values ('990101', '00000000-0000-7000-8000-000000001601', 'daily', 'street', '00000000-0000-7000-8000-0000000000e1', '990101001', '990101001001', '00000000-0000-7000-8000-0000000000f2',
        'published', now(), now());

create function pg_temp.upload(number integer, change jsonb) returns jsonb language sql as $$
    select jsonb_build_object('id', '00000000-0000-7000-8000-0000000000' || lpad(number::text, 2, '0'), 'owner_kind', 'issue', 'owner_id', '00000000-0000-7000-8000-000000001501',
        'stage', 'after', 'media', 'image/png', 'bytes', 1, 'digest', repeat('a', 64), 'now', '2025-06-02T09:00:00+08:00', 'user_name', 'x', 'role', 'street', 'seq', 0) || change
$$;
\set visit '{"owner_kind":"inspection","owner_id":"00000000-0000-7000-8000-000000001601","stage":null}'
select is((select count(*) from pg_temp.answers(r, s::jsonb, :'begin', pg_temp.upload(n, c))), 1::bigint, what)
from (values
    (1, 'street', :'street', '{}'::jsonb, 'the street attaches a photo'),
    (2, 'company', :'other_company', '{"role":"company"}', 'the firm that is responsible attaches the same'),
    (3, 'district', :'district', :'visit'::jsonb || '{"role":"district","finding_id":"00000000-0000-7000-8000-0000000000aa"}', 'the district one of a finding that is not there, though the inspection is published')) v (n, r, s, c, what);
select is((select count(*) from pg_temp.answers(r, s::jsonb, :'part', pg_temp.upload(n, '{"bytes":"\\x01"}'))), 1::bigint, 'of one part: ' || n)
from (values ('street', :'street', 1), ('company', :'other_company', 2), ('district', :'district', 3)) v (r, s, n);
select is((select count(*) from pg_temp.answers('street', :'street', :'begin', pg_temp.upload(4, :'visit'::jsonb || jsonb_build_object('digest', repeat('b', 64))))), 0::bigint,
    'the street adds nothing to an inspection that is published');
select throws_ok(format('select pg_temp.answers(%L, %L, %L, %L)', r, s, :'begin', pg_temp.upload(9, jsonb_build_object('digest', repeat('c', 64)) || c)), '42501', null, what)
from (values
    ('street', :'other_street', '{}'::jsonb, 'another street attaches nothing to an issue that it does not see'),
    ('company', :'company', '{"role":"company"}', 'nor does another firm'),
    ('company', :'other_company', '{"role":"company","firm":"00000000-0000-7000-8000-0000000000f1"}', 'a firm attaches nothing as somebody else'),
    ('company', :'other_company', '{"role":"company","stage":"before"}', 'nor what was found'),
    ('hotline', :'hotline', '{"role":"hotline"}', 'the hotline attaches nothing'),
    ('company', :'other_company', :'visit'::jsonb || '{"role":"district"}', 'a firm nothing to an inspection')) v (r, s, c, what);
select throws_ok(format('insert into attachments (district_code, id, owner_kind, owner_id, stage, finding_id, media, bytes, sha256, uploaded_at, uploaded_by, uploader_role, updated_at) '
    'values (%L, gen_random_uuid(), %L, %L, %L, %L, %L, 1, %L, now(), gen_random_uuid(), %L, now())', '990101', k, o, s, f, 'image/png', repeat('d', 64), r), '23514', null, what)
from (values
    ('issue', '00000000-0000-7000-8000-000000001501', null, null, 'street', 'a photo of an issue has a stage'),
    ('issue', '00000000-0000-7000-8000-000000001501', 'after', '00000000-0000-7000-8000-0000000000aa', 'street', 'and no finding'),
    ('issue', '00000000-0000-7000-8000-000000001501', 'after', null, 'hotline', 'and is not of the hotline'),
    ('inspection', '00000000-0000-7000-8000-000000001601', 'after', null, 'street', 'one of an inspection has no stage')) v (k, o, s, f, r, what);
select throws_ok(format('insert into attachments (district_code, id, owner_kind, owner_id, stage, media, bytes, sha256, uploaded_at, uploaded_by, uploader_role, updated_at) '
    'values (%L, gen_random_uuid(), %L, gen_random_uuid(), %L, %L, 1, %L, now(), gen_random_uuid(), %L, now())', '990101', 'issue', 'after', 'image/png', repeat('d', 64), 'street'),
    '23503', null, 'of an issue that is not there nothing is kept');

select is((select array_agg(a ->> 'attachment_id' order by a ->> 'attachment_id') from pg_temp.answers(r, s::jsonb, 'select right(attachment_id::text, 2) as attachment_id from attachment_chunks') a),
    wanted, r || ' reads the parts that are its to read')
from (values ('street', :'street', array['01', '02', '03']), ('community', :'community', array['01', '02', '03']), ('company', :'other_company', array['02']), ('company', :'company', null),
    ('street', :'other_street', null), ('hotline', :'hotline', null)) v (r, s, wanted);
-- Whose rows a refusal is read from stays with the service.
select is((select jsonb_agg(jsonb_build_array(a -> 'id', a -> '!problem')) from pg_temp.answers(r, s::jsonb, :'same', pg_temp.upload(9, c)) a), wanted::jsonb, what)
from (values
    ('company', :'other_company', '{"role":"company","firm":"00000000-0000-7000-8000-0000000000f2"}'::jsonb, '[["00000000-0000-7000-8000-000000000002", null]]', 'a firm''s own is told from all others'),
    ('company', :'other_company', '{"role":"company","firm":"00000000-0000-7000-8000-0000000000f2","attachment_id":"00000000-0000-7000-8000-000000000001"}', '[[null, "attachment_id_taken"]]',
     'of another''s id it learns no more than that'),
    ('street', :'street', '{"stage":"before"}', '[["00000000-0000-7000-8000-000000000001", "attachment_stage_differs"]]', 'one photo has one stage'),
    ('street', :'street', jsonb_build_object('digest', repeat('e', 64)), null, 'a file that is not there is none')) v (r, s, c, wanted, what);
select * from finish();
rollback;
