-- Synthetic registers and complaints of one district, in a migrated database that holds the reference data. Run as a superuser:
--   psql -v complaints=2000000 -v estates=2000 -v firms=200 -f data.sql
-- The same sizes give the same rows, times aside: everything follows from a row's number. Three years of complaints up to now: nearly all that is old is closed,
-- a little of it is still open, some after its limit; with their limits, hands, steps, sealed contacts and what the hotline said of them later.
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
-- The rows are consistent by making; without the key checks and with indexes made afterwards the load takes a third of the time.
set session_replication_role = replica;
set work_mem = '256MB';
set maintenance_work_mem = '512MB';
create temporary table left_out as
select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition
from pg_index i
where i.indrelid = any ('{complaints,complaint_texts,complaint_assignments,tickets,hotline_messages,personal.complainants}'::regclass[])
  and not exists (select from pg_constraint c where c.conindid = i.indexrelid);
select format('drop index %s', name) from left_out \gexec

-- `takes` is how long it is worked on. Three of ten take longer than the rules allow, one of twelve very much longer.
create temporary table made as
select m.*, case when received_at + takes < now() then case when pg_temp.pick(m.n, 15, 60) = 0 then 'rejected' else 'closed' end
        when pg_temp.pick(m.n, 16, 100) < 20 then (array['suspended', 'suspended', 'returned', 'returned', 'returned', 'returned', 'extension_requested', 'rework', 'needs_info', 'designated'])[pg_temp.pick(m.n, 16, 100) / 2 + 1]
        else (array['received', 'dispatched', 'signed', 'contacted', 'processing', 'processing', 'processing', 'processing', 'resolved_reported', 'callback'])
             [trunc(extract(epoch from now() - received_at) / extract(epoch from takes) * 9.999)::integer + 1] end as state,
    (array['firm', 'firm', 'firm', 'firm', 'firm', 'firm', 'community', 'community', 'street', 'department'])[pg_temp.pick(m.n, 17, 10) + 1] as unit
from (
    select
        r.n, pg_temp.id(r.received_at, r.n) as id, r.received_at, (r.received_at at time zone 'Asia/Shanghai')::date as day,
        e.id as estate_id, e.street_code, e.community_code, e.firm_id, s.category, s.title,
        s.title || '，第' || pg_temp.pick(r.n, 3, 40) + 1 || '次反映' as told_title,
        '市民反映：试验花园' || e.n || '[门牌]，' || s.story || (array['。请尽快处理。', '，希望有关部门督促。', '，已经拨打物业电话三次。', '，要求书面答复。'])[pg_temp.pick(r.n, 4, 4) + 1]
            || (array['', '附近还有业主说小广告贴满楼道。', '另外绿化带被人种菜。', '单元门禁损坏半年。', '充电桩经常跳闸。'])[pg_temp.pick(r.n, 5, 5) + 1]
            || case when r.n % 100000 = 7 then '门口有个幽灵快递站点。' else '' end || '请回电[电话]。工单序号' || r.n as told,
        case pg_temp.pick(r.n, 8, 20) when 0 then 'emergency' when 1 then 'urgent' when 2 then 'urgent' else 'ordinary' end as urgency,
        interval '1 hour' * case when pg_temp.pick(r.n, 12, 100) < 70 then 24 + pg_temp.pick(r.n, 13, 120) when pg_temp.pick(r.n, 12, 100) < 92 then 144 + pg_temp.pick(r.n, 13, 576)
                                 else 720 + pg_temp.pick(r.n, 13, 8880) end as takes,
        -- Not placed, for want of a category or of an estate: most are mapped sooner or later, some lack an estate for good.
        case when pg_temp.pick(r.n, 14, 1000) < 2 then 'estate' when r.received_at > now() - interval '60 days' and pg_temp.pick(r.n, 14, 1000) < 60
             then (array['category', 'estate'])[r.n % 2 + 1] end as lacks
    from (select n, now() - (:complaints - n) * (interval '3 years' / :complaints) as received_at from generate_series(1, :complaints) n) r
    join numbered_estates e on e.n = trunc(pow(pg_temp.pick(r.n, 6, 100000) / 100000.0, 1.5) * (select count(*) from numbered_estates))::integer + 1
    join subjects s on s.n = pg_temp.pick(r.n, 7, 8)
) m;
update made set category = case when lacks <> 'category' then category end, estate_id = case when lacks <> 'estate' then estate_id end,
    firm_id = case when lacks <> 'estate' then firm_id end, unit = case when lacks = 'estate' and unit = 'firm' then 'street' else unit end,
    state = case when received_at > now() - interval '60 days' then 'received' else state end
where lacks is not null;
analyze made;

-- Limits in days depend on the day and on what a policy may name, so that the service's own function is asked once for each; and the whole is held to it below.
create temporary table limits as
select k.*, l.*
from (select distinct day, urgency, category from made) k,
    complaint_first_limit(:district, k.day::timestamp at time zone 'Asia/Shanghai', k.urgency, k.category, null, 'complaint', 'hotline12345', false) l;

insert into complaints (district_code, id, source, ticket_no, round, client_id, request_type, category, external_category, urgency, title, secret, confidential,
                        received_at, street_code, community_code, estate_id, firm_id, state, created_at, updated_at, due_at, due_provisional, warn_at, alarm_at,
                        assigned_to, returns, dispatched_at, first_signed_at, signed_at, contacted_at, reported_at, reported_result, closed_at, result, satisfaction, stopped_at, urges)
select :district, id, 'hotline12345', 'B' || n, 1, :client, 'complaint', category, coalesce(category, 'X' || pg_temp.pick(n, 18, 40)), urgency, told_title,
       pg_temp.pick(n, 9, 100) = 0, pg_temp.pick(n, 10, 500) = 0, received_at, street_code, community_code, estate_id, firm_id, state, received_at,
       case when over then received_at + takes else received_at + least(takes, now() - received_at) * 0.8 end,
       due_at, due_provisional, warn_at, alarm_at,
       case when handed then unit end, (state in ('returned', 'designated'))::integer, case when handed then received_at + takes * 0.1 end,
       case when worked then received_at + takes * 0.2 end, case when worked then received_at + takes * 0.2 end, case when worked then received_at + takes * 0.3 end,
       case when reported then received_at + takes * 0.8 end, case when reported then solved end, case when over then received_at + takes end,
       case when state = 'closed' then solved end, case when state = 'closed' then (array['dissatisfied', 'understanding', 'satisfied', 'satisfied', 'very_satisfied'])[pg_temp.pick(n, 19, 5) + 1] end,
       case when state = 'suspended' then received_at + least(takes, now() - received_at) * 0.4 end, case when pg_temp.pick(n, 20, 30) = 0 then 1 else 0 end
from (
    select m.*, l.due_at, l.due_provisional, l.warn_at, l.alarm_at, state in ('closed', 'rejected') as over, state not in ('received', 'needs_info', 'rejected') as handed,
        state not in ('received', 'needs_info', 'rejected', 'dispatched', 'returned', 'designated') as worked, state in ('resolved_reported', 'callback', 'closed', 'rework') as reported,
        (array['solved', 'solved', 'solved', 'partly', 'unsolved'])[pg_temp.pick(n, 21, 5) + 1] as solved
    from made m join limits l on l.day = m.day and l.urgency = m.urgency and l.category is not distinct from m.category
) m order by n;
insert into complaint_texts (district_code, complaint_id, title, content) select :district, id, told_title, told from made order by n;
insert into tickets (district_code, id, source, ticket_no, round, client_id, body_hash, last_try_at, complaint_id, category, external_category, estate_id,
                     street_code, community_code, received_at, created_at)
select :district, id, 'hotline12345', 'B' || n, 1, :client, md5(n::text), received_at, id, category, category, estate_id, street_code, community_code, received_at, received_at
from made order by n;
insert into personal.complainants (district_code, ticket_id, complaint_id, seal_key, name_sealed, phone_sealed, phone_hash, content_sealed, created_at)
select :district, id, id, 'k1', decode(md5(n::text), 'hex'), decode(md5('p' || n) || md5('q' || n), 'hex'), md5('caller' || pg_temp.pick(n, 22, :complaints / 4 + 1)),
       decode(repeat(md5('c' || n), 12), 'hex'), received_at
from made order by n;
insert into complaint_assignments (district_code, id, complaint_id, unit_kind, firm_id, street_code, community_code, department, receiver, handler, watcher, assigned_by, assigned_by_name, assigned_at)
select district_code, md5('hand' || id)::uuid, id, assigned_to, case assigned_to when 'firm' then firm_id end, case assigned_to when 'street' then street_code end,
       case assigned_to when 'community' then community_code end, case assigned_to when 'department' then 'housing' end, '接单员', '承办人', '督办人', :client, 'bench', dispatched_at
from complaints where district_code = :district and assigned_to is not null;
-- Every step of the last half year; of what is older how it began and how it ended.
insert into complaint_events (district_code, complaint_id, at, action, from_state, to_state, actor_id, actor_name, actor_role, ticket_id)
select c.district_code, c.id, s.at, s.action, s.from_state, s.to_state, :client, 'bench', s.role, case s.action when 'receive' then c.id end
from complaints c, lateral (values
    ('receive', null, 'received', 'hotline', c.created_at), ('dispatch', 'received', 'dispatched', 'district', c.dispatched_at), ('sign', 'dispatched', 'signed', 'company', c.signed_at),
    ('contact', 'signed', 'contacted', 'company', c.contacted_at), ('report', 'processing', 'resolved_reported', 'company', c.reported_at),
    ('close', 'callback', 'closed', 'hotline', c.closed_at), ('suspend', 'processing', 'suspended', 'street', c.stopped_at)) s (action, from_state, to_state, role, at)
where c.district_code = :district and s.at is not null and (c.created_at > now() - interval '180 days' or s.action in ('receive', 'close'))
order by s.at;
insert into hotline_messages (district_code, id, client_id, source, message_no, ticket_no, kind, sequence, body_hash, last_try_at, outcome, first_outcome, complaint_id, first_complaint_id, reached,
                              result, from_state, to_state, settled_at, created_at)
select :district, md5('message' || n)::uuid, :client, 'hotline12345', 'M' || n, 'B' || n, case when n % 2 = 0 then 'urge' else 'callback' end, 1, md5(n::text), received_at + interval '3 days', 'applied',
       'applied', id, id, true, 'solved', state, state, received_at + interval '3 days', received_at + interval '3 days'
from made where pg_temp.pick(n, 23, 20) = 0 order by n;

set session_replication_role = default;
select definition from left_out order by name \gexec
vacuum analyze complaints, complaint_texts, complaint_assignments, complaint_events, tickets, hotline_messages, personal.complainants, estates, firms, contracts, contract_estates;

do $$
begin
    if exists (select from complaints c, complaint_first_limit(c.district_code, c.received_at, c.urgency, c.category, c.street_code, c.request_type, c.source, c.complex) l
               where c.id in (select id from made where pg_temp.pick(n, 24, (select 1 + count(*) / 500 from made)::integer) = 0)
                 and (c.due_at, c.due_provisional, c.warn_at, c.alarm_at) is distinct from (l.due_at, l.due_provisional, l.warn_at, l.alarm_at)) then
        raise 'limits are others than the service counts';
    end if;
end $$;
