-- Two districts of registers and nothing else, one as large as any city has and one fifty times smaller, so that a figure shows whether it is flat. Run as
-- a superuser: psql -v district=340302 -v estates=100000 -v firms=5000 -f registers.sql
-- 鹤 stands in about one name of a thousand, 园 in one of four, and 鹭 in sixty estates and sixty firms of either district: a page as long in both. One estate of ten was changed yesterday: what it was before is in
-- estates_past; twenty were changed today.
\set d '\'' :district '\''
set role wuye_owner;
set timezone = 'Asia/Shanghai';
create or replace function pg_temp.pick(n bigint, purpose integer, modulus integer) returns integer language sql immutable parallel safe as $$
    select ((hashint8extended(n, purpose) & 9223372036854775807) % modulus)::integer $$;
create or replace function pg_temp.word(n bigint, purpose integer) returns text language sql immutable parallel safe as $$
    select (array['锦绣','翠湖','阳光','金色','东方','滨河','望江','景泰','福临','百合','香樟','和谐','丰泽','昆都','富强','育才','团结','友谊','光明','青年'])[pg_temp.pick(n, purpose, 20) + 1] $$;

insert into districts (district_code) values (:d) on conflict do nothing;
insert into firms (district_code, id, uscc, uscc_override_reason, uscc_override_by, uscc_override_at, name, locality)
select :d, md5(:d || 'firm' || n)::uuid, '91' || :d || 'MC' || lpad(n::text, 8, '0'), 'synthetic', 'bench', now(),
       pg_temp.word(n, 1) || pg_temp.word(n, 2) || case pg_temp.pick(n, 3, 1000) when 0 then '鹤' else '' end || '物业服务有限公司' || n,
       case pg_temp.pick(n, 4, 2) when 0 then 'in_district' else 'out_of_district' end
from generate_series(1, :firms) n
on conflict do nothing;

create temporary table places as
select row_number() over (order by code) - 1 as n, street_code, community_code
from division_jurisdictions where district_code = :d and community_code is not null;

insert into estates (district_code, id, code, name, street_code, community_code, area_m2, households, building_type, new_or_old)
select :d, md5(:d || 'estate' || g.n)::uuid, 'R' || lpad(g.n::text, 6, '0'),
       pg_temp.word(g.n, 5) || pg_temp.word(g.n, 6) || case pg_temp.pick(g.n, 7, 1000) when 0 then '鹤' else '' end
           || (array['花园','家园','小区','公寓','里','苑','名邸','新村'])[pg_temp.pick(g.n, 8, 8) + 1] || g.n,
       p.street_code, p.community_code, 20000 + pg_temp.pick(g.n, 9, 10000000) / 100.0, 100 + pg_temp.pick(g.n, 10, 2000),
       (array['multi', 'high', 'mixed'])[pg_temp.pick(g.n, 11, 3) + 1], (array['new', 'ordinary', 'ordinary'])[pg_temp.pick(g.n, 12, 3) + 1]
from generate_series(1, :estates) g (n)
join places p on p.n = pg_temp.pick(g.n, 13, (select count(*)::integer from places))
on conflict do nothing;
insert into estate_modes (district_code, estate_id, mode, valid_from)
select district_code, id, (array['market', 'market', 'quasi', 'basic_cleaning', 'self'])[pg_temp.pick(hashtext(code), 14, 5) + 1], '2022-01-01'
from estates where district_code = :d
on conflict do nothing;
insert into owners_committees (district_code, estate_id, kind, status, established_on)
select district_code, id, 'owners_committee', 'normal', '2021-01-01'
from estates e where district_code = :d and pg_temp.pick(hashtext(code), 15, 2) = 0
  and not exists (select from owners_committees o where o.district_code = :d and o.estate_id = e.id);
insert into contracts (district_code, id, firm_id, registration_no, kind, award_method, service_start, state)
select :d, md5(:d || 'contract' || n)::uuid, md5(:d || 'firm' || (pg_temp.pick(n, 16, :firms) + 1))::uuid, 'R' || n, 'regular', 'agreement', '2020-01-01', 'active'
from generate_series(1, :estates) n
on conflict do nothing;
insert into contract_estates (district_code, contract_id, estate_id, kind, service_period, in_force)
select c.district_code, c.id, md5(:d || 'estate' || substr(c.registration_no, 2))::uuid, c.kind, c.service_period, c.in_force
from contracts c
where c.district_code = :d and c.registration_no ~ '^R[0-9]+$'
on conflict do nothing;

update estates e set name = '白鹭' || name
from (select id, row_number() over (order by hashtext(code)) as place from estates where district_code = :d) p
where e.district_code = :d and e.id = p.id and p.place <= 60 and not exists (select from estates where district_code = :d and name like '白鹭%');
update firms f set name = '白鹭' || name
from (select id, row_number() over (order by hashtext(uscc)) as place from firms where district_code = :d) p
where f.district_code = :d and f.id = p.id and p.place <= 60 and not exists (select from firms where district_code = :d and name like '白鹭%');

with changed as (
    update estates set known_from = case substr(code, 7) when '0' then date_trunc('day', now()) - interval '12 hours' else now() end, version = 2, households = households + 1
    where district_code = :d and version = 1 and (substr(code, 7) = '0' or code in (select e.code from estates e where e.district_code = :d and substr(e.code, 7) = '1' order by e.code limit 20))
    returning *
)
insert into estates_past (district_code, id, code, name, street_code, community_code, area_m2, households, building_type, old_kind, new_or_old, is_key, party_org,
                          version, created_at, updated_at, known_from, known_to)
select district_code, id, code, name, street_code, community_code, area_m2, households - 1, building_type, old_kind, new_or_old, is_key, party_org,
       1, created_at, updated_at, '-infinity', known_from
from changed;
-- As the worker does an hour after midnight.
select base_ledger_keep(greatest(now(), date_trunc('day', now()) + interval '61 minutes'));
reset role;
vacuum analyze firms, estates, estates_past, estate_modes, owners_committees, contracts, contract_estates;
