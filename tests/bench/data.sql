-- Synthetic registers and complaints of one district, in a migrated database that holds the reference data. Run as a superuser:
--   psql -v complaints=2000000 -v estates=2000 -v firms=200 -f data.sql
-- The same sizes give the same rows, times aside: everything follows from a row's number. Three years of complaints up to now; what is old is closed.
-- 电梯 stands in about one text of eight, 梯 alone in as many, 幽灵快递站点 in one of 100,000.
\set district '\'150202\''
\set client '\'01900000-0000-7000-8000-00000000c001\''
set role wuye_owner;
set timezone = 'Asia/Shanghai';

-- A number of [0, modulus) that depends on the row and on what it is for.
create or replace function pg_temp.pick(n bigint, purpose integer, modulus integer) returns integer language sql immutable parallel safe as $$
    select ((hashint8extended(n, purpose) & 9223372036854775807) % modulus)::integer $$;
-- What a UUIDv7 of that moment looks like.
create or replace function pg_temp.id(moment timestamptz, n bigint) returns uuid language sql stable parallel safe as $$
    select (lpad(to_hex((extract(epoch from moment) * 1000)::bigint), 12, '0') || '7' || substr(md5(n::text), 1, 3) || '8' || substr(md5(n::text), 4, 15))::uuid $$;

insert into districts (district_code) values (:district) on conflict do nothing;
insert into clients (district_code, id, name, role) values (:district, :client, 'bench', 'hotline') on conflict do nothing;

insert into firms (district_code, id, uscc, uscc_override_reason, uscc_override_by, uscc_override_at, name, locality)
select :district, md5('firm' || n)::uuid, '91150202MB' || lpad(n::text, 8, '0'), 'synthetic', 'bench', now(), '试验物业服务有限公司' || n, 'in_district'
from generate_series(1, :firms) n
on conflict do nothing;

create temporary table places as
select row_number() over (order by code) - 1 as n, street_code, community_code
from division_jurisdictions where district_code = :district and community_code is not null;

insert into estates (district_code, id, code, name, street_code, community_code, area_m2, building_type, new_or_old)
select :district, md5('estate' || g.n)::uuid, 'B' || lpad(g.n::text, 6, '0'), '试验花园' || g.n, p.street_code, p.community_code, 50000 + g.n, 'multi', 'ordinary'
from generate_series(1, :estates) g (n)
-- The square makes some communities far larger than others, as they are.
join places p on p.n = trunc(pg_temp.pick(g.n, 1, 1000) * pg_temp.pick(g.n, 1, 1000) / 1000000.0 * (select count(*) from places))::integer
on conflict do nothing;

insert into contracts (district_code, id, firm_id, registration_no, kind, award_method, service_start, state)
select :district, md5('contract' || n)::uuid, md5('firm' || (pg_temp.pick(n, 2, :firms) + 1))::uuid, 'B' || n, 'regular', 'agreement', '2020-01-01', 'active'
from generate_series(1, :estates) n
on conflict do nothing;
insert into contract_estates (district_code, contract_id, estate_id, kind, service_period, in_force)
select c.district_code, c.id, e.id, c.kind, c.service_period, c.in_force
from contracts c join estates e on e.district_code = c.district_code and e.code = 'B' || lpad(substr(c.registration_no, 2), 6, '0')
where c.district_code = :district and c.registration_no ~ '^B[0-9]+$'
on conflict do nothing;

create temporary table numbered_estates as
select substr(e.code, 2)::integer as n, e.id, e.street_code, e.community_code, c.firm_id
from estates e
join contract_estates ce on ce.district_code = e.district_code and ce.estate_id = e.id
join contracts c on c.district_code = ce.district_code and c.id = ce.contract_id
where e.district_code = :district and e.code ~ '^B[0-9]{6}$' and c.registration_no ~ '^B[0-9]+$';
create unique index on numbered_estates (n);
create temporary table subjects (n integer primary key, category text, title text, story text);
insert into subjects values
    (0, 'lift', '电梯停运', '电梯已经停运两天，老人上下楼十分不便，物业一直说等配件'), (1, 'cleaning', '垃圾清运不及时', '楼下垃圾堆放三天没有清运，夏天气味很大，蚊虫很多'),
    (2, 'parking', '车辆乱停乱放', '消防通道停满私家车，救护车进不来，多次反映没有人管'), (3, 'noise', '夜间噪声扰民', '底商夜里两点还在装修，业主无法休息，保安说管不了'),
    (4, 'building_repair', '屋顶漏水', '顶楼漏水一年多，申请维修资金一直没有下文'), (5, 'lighting', '路灯不亮', '小区主路的路灯坏了半个月，晚上出行不安全'),
    (6, 'utilities', '停水没有通知', '昨天下午突然停水，事先没有任何通知，问物业也说不清'), (7, 'parking', '车位费上涨', '地下车位租金突然上涨，没有公示也没有征求业主意见');

reset role;
-- The rows are consistent by making; without the key checks the load takes a third of the time.
set session_replication_role = replica;
drop index complaint_texts_search;

create temporary table made as
select
    r.n, pg_temp.id(r.received_at, r.n) as id, r.received_at, e.id as estate_id, e.street_code, e.community_code, e.firm_id, s.category, s.title,
    s.title || '，第' || pg_temp.pick(r.n, 3, 40) + 1 || '次反映' as told_title,
    '市民反映：试验花园' || e.n || '[门牌]，' || s.story || (array['。请尽快处理。', '，希望有关部门督促。', '，已经拨打物业电话三次。', '，要求书面答复。'])[pg_temp.pick(r.n, 4, 4) + 1]
        || (array['', '附近还有业主说小广告贴满楼道。', '另外绿化带被人种菜。', '单元门禁损坏半年。', '充电桩经常跳闸。'])[pg_temp.pick(r.n, 5, 5) + 1]
        || case when r.n % 100000 = 7 then '门口有个幽灵快递站点。' else '' end || '请回电[电话]。工单序号' || r.n as told
from (select n, now() - (:complaints - n) * (interval '3 years' / :complaints) as received_at from generate_series(1, :complaints) n) r
join numbered_estates e on e.n = trunc(pow(pg_temp.pick(r.n, 6, 100000) / 100000.0, 1.5) * (select count(*) from numbered_estates))::integer + 1
join subjects s on s.n = pg_temp.pick(r.n, 7, 8);

insert into complaints (district_code, id, source, ticket_no, round, client_id, request_type, category, external_category, urgency, title, secret, confidential,
                        received_at, street_code, community_code, estate_id, firm_id, state, created_at, updated_at)
select :district, id, 'hotline12345', 'B' || n, 1, :client, 'complaint', category, category,
       case pg_temp.pick(n, 8, 20) when 0 then 'emergency' when 1 then 'urgent' when 2 then 'urgent' else 'ordinary' end, told_title,
       pg_temp.pick(n, 9, 100) = 0, pg_temp.pick(n, 10, 500) = 0, received_at, street_code, community_code, estate_id, firm_id,
       case when received_at < now() - interval '30 days' then 'closed'
            else (array['received', 'dispatched', 'processing', 'callback', 'closed'])[pg_temp.pick(n, 11, 5) + 1] end, received_at, received_at
from made order by n;
insert into complaint_texts (district_code, complaint_id, title, content) select :district, id, told_title, told from made order by n;
insert into tickets (district_code, id, source, ticket_no, round, client_id, body_hash, last_try_at, complaint_id, category, external_category, estate_id,
                     street_code, community_code, received_at, created_at)
select :district, id, 'hotline12345', 'B' || n, 1, :client, md5(n::text), received_at, id, category, category, estate_id, street_code, community_code, received_at, received_at
from made order by n;

set session_replication_role = default;
set maintenance_work_mem = '256MB';
set role wuye_owner;
create index complaint_texts_search on complaint_texts using gin (body_x gin_trgm_ops);
reset role;
vacuum analyze complaints, complaint_texts, tickets, estates, firms, contracts, contract_estates;
