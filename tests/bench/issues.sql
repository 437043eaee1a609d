-- Issues of four and a half years in the district of data.sql, which was loaded before. Run as a superuser: psql -v issues=1000000 -f issues.sql
-- Eighteen campaigns, a quarter each, hold nine of ten; seven ledgers, 电梯 in one text of ten, 幽灵 in one of 50,000. One of twelve is the district's, rolled up from the one before it. Nineteen of twenty are
-- closed; what is open is in all states, one of ten of it overdue. 20,000 have the same shares.
\set district '\'150202\''
set role wuye_owner;
set timezone = 'Asia/Shanghai';

create or replace function pg_temp.pick(n bigint, purpose integer, modulus integer) returns integer language sql immutable parallel safe as $$
    select ((hashint8extended(n, purpose) & 9223372036854775807) % modulus)::integer $$;
create or replace function pg_temp.id(moment timestamptz, n bigint) returns uuid language sql stable parallel safe as $$
    select (lpad(to_hex((extract(epoch from moment) * 1000)::bigint), 12, '0') || '7' || substr(md5(n::text), 1, 3) || '8' || substr(md5(n::text), 4, 15))::uuid $$;

insert into campaigns (district_code, id, title_zh, title_en, year, state, source, begins_on, ends_on, created_at, updated_at)
select :district, md5('campaign' || q)::uuid, format('物业服务专项整治第%s批', q + 1), format('Campaign %s', q + 1), extract(year from day), case when q < 17 then 'closed' else 'open' end, '002',
       day, day + 90, day, day
from (select q, (now() - interval '54 months' + q * interval '3 months')::date as day from generate_series(0, 17) q) q;

create temporary table numbered_estates as
select row_number() over (order by e.code) as n, e.id, e.street_code, e.community_code, c.firm_id, c.id as contract_id
from estates e
join contract_estates ce on ce.district_code = e.district_code and ce.estate_id = e.id
join contracts c on c.district_code = ce.district_code and c.id = ce.contract_id
where e.district_code = :district and e.code ~ '^B[0-9]{6}$' and c.registration_no ~ '^B[0-9]+$';
create unique index on numbered_estates (n);
create temporary table numbered_complaints as
select row_number() over (order by id) as n, id, secret from complaints where district_code = :district and not confidential limit 20000;
create unique index on numbered_complaints (n);
create temporary table subjects (n integer primary key, ledger text, defect_list text, defect_code text, severity text, problem text, measure text);
insert into subjects values
    (0, 'environment', 'violation_firm', 'FIRM-16', 'ordinary', '生活垃圾未日产日清，垃圾投放点周边散落装修垃圾，夏季异味明显，居民多次反映', '立即清运堆积垃圾，增加清运频次至每日两次，安排专人巡查'),
    (1, 'environment', 'violation_estate', 'public_space_occupied', 'ordinary', '楼道内堆放纸箱、旧家具等杂物，占用公共空间，影响居民通行', '张贴限期清理通知，逾期由物业公司组织集中清理并建立楼道巡查记录'),
    (2, 'environment', 'violation_estate', 'green_damage', 'ordinary', '楼前绿化带被个别居民圈占种菜，绿篱缺株断档，裸土面积较大', '清除菜地，补栽绿篱和草皮，由社区会同物业公司开展宣传劝导'),
    (3, 'road', null, null, 'ordinary', '小区主路沥青破损，路面坑洼积水，道牙松动缺失，雨天通行不便', '对破损路面切割修补，更换缺失道牙，完工后由街道组织验收'),
    (4, 'road', 'facility_deficiency', 'broken_manhole_cover', 'serious', '窨井盖破损下沉，周边无警示标志，存在行人绊倒和车辆损坏的风险', '当日设置围挡警示，三日内更换重型井盖并排查全部井盖'),
    (5, 'parking', 'violation_parking', 'temporary_fee_over_guide_price', 'ordinary', '临时停车收费高于政府指导价，收费公示牌缺失，未提供收费依据', '停止超标准收费并清退多收费用，在出入口显著位置公示收费标准'),
    (6, 'parking', 'violation_estate', 'e_bike_parking', 'serious', '电动自行车在单元门厅违规停放充电，飞线充电现象突出', '清理违停车辆，增设集中充电棚和充电桩，单元门加装阻车系统'),
    (7, 'service', 'violation_firm', 'FIRM-11', 'ordinary', '服务内容、服务标准和收费标准未公示，公示栏内容陈旧，业主不知情', '按要求重新公示服务事项和收费标准，公示照片报社区备案'),
    (8, 'service', 'violation_firm', 'FIRM-02', 'ordinary', '保安脱岗，夜间无人巡逻，外来人员和车辆随意进出，秩序维护不到位', '补足秩序维护人员，落实夜间巡更打卡，项目经理每周抽查'),
    (9, 'facility', 'safety_hazard', 'lift_fault', 'safety', '电梯运行异响且多次困人，维保记录不完整，年检标志过期', '停用故障电梯，联系维保单位更换部件，检验合格后恢复运行并公示'),
    (10, 'facility', 'safety_hazard', 'hydrant_dry', 'safety', '室内消火栓无水，水带缺失，消防控制室无人值守', '抢修消防管网，补齐消防器材，消防控制室落实双人值班'),
    (11, 'facility', 'facility_deficiency', 'garage_leak', 'ordinary', '地下车库顶板多处渗水，墙面脱落，照明灯具损坏', '查明渗漏点做防水处理，更换灯具，费用按程序使用维修资金'),
    (12, 'contract', 'violation_firm', 'FIRM-01', 'ordinary', '物业服务合同到期后未续签，也未向主管部门备案，责任边界不清', '由街道指导业主委员会组织业主大会，依法续签或选聘并办理备案'),
    (13, 'facility', 'safety_hazard', 'facade_falling', 'safety', '建筑外墙保温层空鼓脱落，下方未设置隔离带，危及行人安全', '设置警戒隔离，委托鉴定后对空鼓部位铲除修复'),
    (14, 'environment', null, null, 'ordinary', '小广告贴满楼道，单元门禁损坏半年未修，公共照明缺失', '清除小广告并粉刷墙面，维修门禁，补装声控灯'),
    (15, 'petition', 'violation_owners_committee', 'OC-06', 'serious', '业主委员会任期届满不移交印章和资料，业主集体到街道上访', '约谈原业主委员会，限期移交，由社区组织换届筹备组');

reset role;
-- The rows are consistent by making: keys are not looked up, indexes are made afterwards.
set session_replication_role = replica;
set work_mem = '256MB';
set maintenance_work_mem = '1GB';
create temporary table left_out as
select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition
from pg_index i
where i.indrelid = any ('{issues,issue_sightings,issue_links,inspections}'::regclass[]) and not exists (select from pg_constraint c where c.conindid = i.indexrelid);
select format('drop index %s', name) from left_out \gexec

-- same: of what is rolled up, the number of the street's. takes: how long it is worked on.
create temporary table made as
select m.*, pg_temp.id(m.at, m.n) as id, pg_temp.id(m.at - m.ahead, m.n - 1) as rolled, (m.at at time zone 'Asia/Shanghai')::date as day,
    case when m.withdrawn then 'withdrawn'
        when m.part >= 1 then 'closed'
        when m.odd < 8 then 'deferred' when m.odd < 10 then 'refused' when m.odd < 12 then 'rejected'
        else (array['found', 'assigned', 'rectifying', 'rectifying', 'rectifying', 'rectifying', 'rectifying', 'rectified', 'rectified', 'accepted'])[trunc(m.part * 9.999)::integer + 1] end as state
from (
    select r.n, r.same, r.at, r.ahead, r.takes, extract(epoch from now() - r.at) / extract(epoch from r.takes) as part, r.n % 12 = 0 as of_district, pg_temp.pick(r.n, 30, 70) = 0 as withdrawn,
        pg_temp.pick(r.n, 31, 100) as odd, e.id as estate_id, e.street_code, e.community_code, e.firm_id, e.contract_id, s.*,
        format('%s号楼%s单元%s层', 1 + pg_temp.pick(r.same, 32, 40), 1 + pg_temp.pick(r.same, 33, 4), 1 + pg_temp.pick(r.same, 34, 30)) as place,
        (array['firm', 'firm', 'firm', 'firm', 'firm', 'firm', 'department', 'department', 'developer', 'owners_committee'])[pg_temp.pick(r.same, 35, 10) + 1] as kind,
        case when r.n % 12 = 0 then 'roll_up' when pg_temp.pick(r.n, 36, 100) < 45 then 'inspection' when pg_temp.pick(r.n, 36, 100) < 51 then 'complaint'
            else (array['self_check', 'self_check', 'patrol', 'patrol', 'solicitation', 'import', 'other'])[pg_temp.pick(r.n, 37, 7) + 1] end as source,
        case when r.n % 10 <> 9 then trunc((r.n - 1) * 18.0 / :issues)::integer end as campaign
    from (
        select n, n - (n % 12 = 0)::integer as same, now() - (:issues - n) * (interval '54 months' / :issues) as at, interval '54 months' / :issues as ahead,
            interval '1 hour' * case when pg_temp.pick(n, 38, 100) < 70 then 120 + pg_temp.pick(n, 39, 600) when pg_temp.pick(n, 38, 100) < 90 then 720 + pg_temp.pick(n, 39, 2160)
                                     else 2880 + pg_temp.pick(n, 39, 18700) end as takes
        from generate_series(1, :issues) n
    ) r
    join numbered_estates e on e.n = trunc(pow(pg_temp.pick(r.same, 40, 100000) / 100000.0, 1.5) * (select count(*) from numbered_estates))::integer + 1
    join (select n as number, ledger, defect_list, defect_code, severity, problem, measure from subjects) s on s.number = pg_temp.pick(r.same, 41, 16)
) m;
-- Two of one defect at one place: one of them is told without a code.
update made m set defect_list = null, defect_code = null
from (select n, row_number() over (partition by estate_id, defect_list, defect_code, place, of_district order by n) as nth from made where state not in ('closed', 'withdrawn') and defect_code is not null) d
where d.n = m.n and d.nth > 1;

-- Twenty issues of an estate are one inspection's.
insert into inspections (district_code, id, campaign_id, kind, estate_id, street_code, community_code, firm_id, contract_id, level, visited_on, state, summary, summary_masked, submitted_at, created_at, updated_at)
select :district, md5('inspection' || estate_id || n / (20 * (select count(*) from numbered_estates)))::uuid, min(md5('campaign' || campaign)::uuid::text)::uuid, 'daily', estate_id, min(street_code), min(community_code), min(firm_id::text)::uuid,
       min(contract_id::text)::uuid, 'street', min(day), 'submitted', '检查发现问题', '检查发现问题', min(at), min(at), min(at)
from made where source = 'inspection' group by estate_id, n / (20 * (select count(*) from numbered_estates));

insert into issues (district_code, id, campaign_id, ledger, level, estate_id, street_code, community_code, firm_id, contract_id, place, place_masked, defect_list, defect_code, problem, problem_masked,
                    complexity, severity, source, complaint_id, inspection_id, found_on, last_recorded_at, responsible_kind, responsible_firm_id, department, responsible_name, person, due_on, measure,
                    measure_masked, progress, progress_masked, state, round, assigned_at, started_at, rectified_at, rectified_by, rectified_role, accepted_at, accepted_by, closed_at, closed_by, plan,
                    plan_masked, reported_up_at, reported_up_to, refused_at, refusal_decision, withheld, rolled_up, published_at, created_role, created_at, version, updated_at)
select :district, m.id, case when campaign is not null then md5('campaign' || campaign)::uuid end, ledger, case when of_district then 'district' else 'street' end, estate_id, street_code, community_code,
       firm_id, contract_id, place, place, defect_list, defect_code, told, told, case when pg_temp.pick(m.n, 50, 4) = 0 then 'simple' else 'complex' end, severity, source,
       c.id, case source when 'inspection' then md5('inspection' || estate_id || m.n / (20 * (select count(*) from numbered_estates)))::uuid end, day, at,
       case when named then kind end, case when named and kind = 'firm' then firm_id end, case when named and kind = 'department' then (array['housing', 'urban_management', 'fire', 'market'])[pg_temp.pick(m.n, 51, 4) + 1] end,
       case when named and kind = 'developer' then '某某房地产开发有限公司' end, case when named then '张' || (array['伟', '敏', '强', '丽', '军'])[pg_temp.pick(m.n, 52, 5) + 1] end,
       case when named then due end, case when named then measure end, case when named then measure end, case when begun then '已按整改方案组织实施，完成进度过半' end, case when begun then '已按整改方案组织实施，完成进度过半' end,
       state, 1 + (pg_temp.pick(m.n, 53, 20) = 0)::integer, case when named then at + takes * 0.1 end, case when begun then at + takes * 0.2 end,
       case when done then at + takes * 0.7 end, case when done then md5('rectifier')::uuid end, case when done then 'company' end,
       case when over or state = 'accepted' then at + takes * 0.9 end, case when over or state = 'accepted' then md5('acceptor')::uuid end, case when over then at + takes end, case when over then md5('closer')::uuid end,
       case state when 'deferred' then '列入下一年度改造计划，资金落实后实施' end, case state when 'deferred' then '列入下一年度改造计划，资金落实后实施' end,
       case state when 'deferred' then at + takes * 0.5 end, case state when 'deferred' then '区住房和城乡建设局' end, case state when 'refused' then at + takes * 0.5 end, case state when 'refused' then '责令限期改正决定书' end,
       coalesce(c.secret, false) or source = 'complaint' and pg_temp.pick(m.n, 54, 50) = 0, m.n % 12 = 11,
       case when over and campaign is not null and pg_temp.pick(m.n, 55, 3) = 0 or begun and pg_temp.pick(m.n, 55, 50) = 0 then at + least(takes, now() - at) end, 'street', at, 6,
       case when over then at + takes else at + least(takes, now() - at) * 0.8 end
from (
    select *, state not in ('found', 'withdrawn', 'deferred') as named, state in ('rectifying', 'rectified', 'rejected', 'accepted', 'closed') as begun, state in ('rectified', 'rejected', 'accepted', 'closed') as done,
        state = 'closed' as over, day + case when pg_temp.pick(n, 56, 100) < 75 then extract(day from takes * 1.1)::integer + extract(hour from takes * 1.1)::integer / 24 + 1
            else (array[30, 15, 7])[case severity when 'ordinary' then 1 when 'serious' then 2 else 3 end] end as due,
        problem || (array['', '，附近居民反映强烈', '，物业公司称人手不足', '，检查时仍未整改'])[pg_temp.pick(same, 57, 4) + 1] || case when same % 50000 = 7 then '，地下室有幽灵住户' else '' end
            || '。' || format('（第%s次检查记录）', 1 + pg_temp.pick(same, 58, 90)) as told
    from made
) m
left join numbered_complaints c on m.source = 'complaint' and c.n = 1 + pg_temp.pick(m.n, 59, (select count(*)::integer from numbered_complaints))
order by m.n;
insert into issue_sightings (district_code, issue_id, id, source, complaint_id, problem, problem_masked, recorded_on, recorded_at)
select district_code, id, id, source, complaint_id, problem, problem_masked, found_on, created_at from issues where district_code = :district and source = 'complaint';
insert into issue_links (district_code, street_issue_id, district_issue_id, linked_at) select :district, rolled, id, at from made where of_district;

-- What has long been folded, and the newest as they moved.
create temporary table counted as
select i.district_code, coalesce(campaign_id, '00000000-0000-0000-0000-000000000000') as campaign_id, ledger, level, coalesce(street_code, '') as street_code, coalesce(community_code, '') as community_code,
       coalesce(responsible_kind, '') as responsible_kind, severity, rolled_up, withheld, state, created_at, row_number() over (order by created_at desc) <= 20000 as new
from issues i where district_code = :district;
insert into issue_tallies (district_code, campaign_id, ledger, level, street_code, community_code, responsible_kind, severity, rolled_up, withheld, state, n)
select district_code, campaign_id, ledger, level, street_code, community_code, responsible_kind, severity, rolled_up, withheld, state, count(*)
from counted where not new group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11;
insert into issue_sums (district_code, campaign_id, ledger, level, street_code, rolled_up, withheld, state, n)
select t.district_code, t.campaign_id, t.ledger, t.level, s.street_code, t.rolled_up, t.withheld, t.state, sum(t.n) from issue_tallies t cross join lateral (values (t.street_code), ('*')) s (street_code)
group by 1, 2, 3, 4, 5, 6, 7, 8;
insert into issue_area_sums (district_code, ledger, street_code, community_code, level, rolled_up, withheld, state, n)
select t.district_code, l.ledger, a.street_code, a.community_code, t.level, t.rolled_up, t.withheld, t.state, sum(t.n)
from issue_tallies t
cross join lateral (values (t.ledger), ('*')) l (ledger)
cross join lateral (values (t.street_code, t.community_code), (t.street_code, '*'), ('*', '*')) a (street_code, community_code)
group by 1, 2, 3, 4, 5, 6, 7, 8;
insert into issue_moves (district_code, campaign_id, ledger, level, street_code, community_code, responsible_kind, severity, rolled_up, withheld, state, n, moved_at)
select district_code, campaign_id, ledger, level, street_code, community_code, responsible_kind, severity, rolled_up, withheld, state, 1, created_at from counted where new;

set session_replication_role = default;
select definition from left_out order by name \gexec
select issue_moves_fold(20000);
select issues_count_overdue((now() at time zone 'Asia/Shanghai')::date, 1000000, now());
select issue_moves_fold(1000000);
vacuum analyze issues, issue_sightings, issue_links, issue_tallies, issue_sums, issue_area_sums, issue_moves, inspections, campaigns;
do $$
begin
    if exists (select from (select state, count(*) as n from issues where district_code = '150202' group by 1) i full join (select state, sum(n) as n from issue_tallies where district_code = '150202' and state <> 'overdue' group by 1) t using (state)
               where i.n is distinct from t.n) then
        raise 'tallies are others than the issues';
    end if;
end $$;
