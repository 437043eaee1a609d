-- Two districts; in the first two streets with two communities, two firms, four estates, one contract each side, a firm that took over in 2025.
insert into divisions (code, parent_code, level, name, kind) values
    ('99', null, 1, '试验省', 'province'), ('9901', '99', 2, '试验市', 'city'), ('990101', '9901', 3, '甲区', 'county'), ('990102', '9901', 3, '乙区', 'county'),
    ('990101001', '990101', 4, '东街道', 'street'), ('990101002', '990101', 4, '西街道', 'street'), ('990102001', '990102', 4, '南街道', 'street'),
    ('990101001001', '990101001', 5, '一社区', 'residents_committee'), ('990101001002', '990101001', 5, '二社区', 'residents_committee'),
    ('990101002001', '990101002', 5, '三社区', 'residents_committee'), ('990102001001', '990102001', 5, '四社区', 'residents_committee');
insert into districts (district_code) values ('990101'), ('990102');
insert into division_jurisdictions (district_code, code, street_code, community_code, effective_from)
select substr(code, 1, 6), code, substr(code, 1, 9), case level when 5 then code end, '2020-01-01' from divisions where code like '9901%' and level > 3;
insert into firms (district_code, id, uscc, name, locality, uscc_override_reason, uscc_override_by, uscc_override_at) values
    ('990101', '00000000-0000-7000-8000-0000000000f1', '91990101000000001X', '甲一物业', 'in_district', 'test', 'test', now()),
    ('990101', '00000000-0000-7000-8000-0000000000f2', '91990101000000002X', '甲二物业', 'in_district', 'test', 'test', now()),
    ('990102', '00000000-0000-7000-8000-0000000000f3', '91990102000000003X', '乙一物业', 'in_district', 'test', 'test', now());
insert into estates (district_code, id, code, name, street_code, community_code, area_m2, building_type, new_or_old) values
    ('990101', '00000000-0000-7000-8000-0000000000e1', 'E1', '幸福家园', '990101001', '990101001001', 100, 'multi', 'ordinary'),
    ('990101', '00000000-0000-7000-8000-0000000000e2', 'E2', '阳光花园', '990101001', '990101001002', 100, 'multi', 'ordinary'),
    ('990101', '00000000-0000-7000-8000-0000000000e3', 'E3', '阳光花园', '990101002', '990101002001', 100, 'multi', 'ordinary'),
    ('990102', '00000000-0000-7000-8000-0000000000e4', 'E1', '幸福家园', '990102001', '990102001001', 100, 'multi', 'ordinary');
insert into estate_aliases (district_code, estate_id, alias) values ('990101', '00000000-0000-7000-8000-0000000000e1', '老纺织厂宿舍');
insert into contracts (district_code, id, firm_id, registration_no, kind, award_method, service_start, end_date, state) values
    ('990101', '00000000-0000-7000-8000-0000000000c1', '00000000-0000-7000-8000-0000000000f1', 'R1', 'regular', 'agreement', '2020-01-01', '2024-12-31', 'expired'),
    ('990101', '00000000-0000-7000-8000-0000000000c2', '00000000-0000-7000-8000-0000000000f2', 'R2', 'regular', 'agreement', '2025-01-01', null, 'active'),
    ('990102', '00000000-0000-7000-8000-0000000000c3', '00000000-0000-7000-8000-0000000000f3', 'R1', 'regular', 'agreement', '2020-01-01', null, 'active');
insert into contract_estates (district_code, contract_id, estate_id, kind, service_period, in_force)
select c.district_code, c.id, e.id, c.kind, c.service_period, c.in_force
from contracts c join estates e on e.district_code = c.district_code and e.code = 'E1' where c.district_code like '99010_';
insert into complaint_categories (code, zh, en, confidential, source, effective_from) values
    ('test_rubbish', '垃圾', 'Rubbish', false, 'test', '2020-01-01'), ('test_leak', '泄露', 'Leak', true, 'test', '2020-01-01');
insert into category_mappings (district_code, source, external_code, category_code, effective_from) values
    ('*', 'hotline12345', 'X10', 'test_rubbish', '2020-01-01'), ('990102', 'hotline12345', 'X10', 'test_leak', '2020-01-01');

\set post `cat sql/queries/hotline/postTickets.sql`
\set list `cat sql/queries/complaints/listComplaints.sql`
\set hotline '{"district":"990101","user_id":"00000000-0000-7000-8000-00000000a001","client":"hotline","role":"hotline"}'
\set hotline2 '{"district":"990102","user_id":"00000000-0000-7000-8000-00000000a002","client":"hotline","role":"hotline"}'
\set district '{"district":"990101","user_id":"00000000-0000-7000-8000-00000000b001"}'
\set street '{"district":"990101","street":"990101001","user_id":"00000000-0000-7000-8000-00000000b002"}'
\set other_street '{"district":"990101","street":"990101002","user_id":"00000000-0000-7000-8000-00000000b003"}'
\set community '{"district":"990101","street":"990101001","community":"990101001001","user_id":"00000000-0000-7000-8000-00000000b004"}'
\set company '{"district":"990101","firm":"00000000-0000-7000-8000-0000000000f1","user_id":"00000000-0000-7000-8000-00000000b005"}'
\set other_company '{"district":"990101","firm":"00000000-0000-7000-8000-0000000000f2","user_id":"00000000-0000-7000-8000-00000000b006"}'
\set platform '{"district":"990101","user_id":"00000000-0000-7000-8000-00000000b007"}'
\set other_district '{"district":"990102","user_id":"00000000-0000-7000-8000-00000000b008"}'
\set nobody '{}'

-- A ticket as the hotline tells it; `change` says what is different about it.
create function pg_temp.ticket(number integer, change jsonb) returns jsonb language sql as $$
    select jsonb_build_object('new_id', '00000000-0000-7000-8000-' || lpad(number::text, 12, '0'), 'now', '2025-06-02T09:00:00+08:00', 'body_hash', 'h' || number,
        'ticket_no', 'T' || number, 'request_type', 'complaint', 'category_code', 'X10', 'received_at', '2025-06-01T09:00:00+08:00', 'estate_code', 'E1',
        'title_masked', '电梯' || number, 'content_masked', '电梯停运，[电话]', 'content_sealed', '\x01', 'complainant_name_sealed', '\x02', 'seal_key', 'k1') || change
$$;
