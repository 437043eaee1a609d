-- So many complaints for a package: every one of them came in before the month that is over ended and was open then, or was closed in it. Run as a superuser over what data.sql loaded:
--   psql -v complaints=200000 -f exchange.sql
-- Three years of them up to the end of that month; by now all but one in forty are closed. They have no texts and no steps: a package tells of neither.
\set district '\'150202\''
set role wuye_owner;
set timezone = 'Asia/Shanghai';

create temporary table numbered_estates as
select row_number() over (order by e.code) - 1 as n, e.id, e.street_code, e.community_code, c.firm_id
from estates e
join contract_estates ce on ce.district_code = e.district_code and ce.estate_id = e.id
join contracts c on c.district_code = ce.district_code and c.id = ce.contract_id
where e.district_code = :district;
create unique index on numbered_estates (n);
analyze numbered_estates;

reset role;
-- The rows are consistent by making: keys are not looked up, indexes are made afterwards.
set session_replication_role = replica;
set work_mem = '256MB';
set maintenance_work_mem = '1GB';
create temporary table left_out as
select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition
from pg_index i
where i.indrelid = 'complaints'::regclass and not exists (select from pg_constraint c where c.conindid = i.indexrelid);
begin;
select format('drop index %s', name) from left_out \gexec

-- Ids as the service makes them: of the moment, so that the key grows at its end.
insert into complaints (district_code, id, source, ticket_no, round, client_id, request_type, category, urgency, title, received_at, street_code, community_code, estate_id, firm_id, validity,
                        state, result, satisfaction, due_at, assigned_to, created_at, updated_at, dispatched_at, signed_at, reported_at, closed_at)
select :district, (lpad(to_hex((extract(epoch from m.received_at) * 1000)::bigint), 12, '0') || '7' || substr(m.hash, 1, 3) || '8' || substr(m.hash, 4, 15))::uuid, 'hotline12345', 'E' || m.n, 1,
       '01900000-0000-7000-8000-00000000c001', 'complaint', (array['lift', 'cleaning', 'parking', 'noise', 'building_repair', 'lighting', 'utilities', 'parking'])[1 + m.n % 8],
       case when m.n % 20 = 0 then 'urgent' else 'ordinary' end, '电梯停运两天，第' || m.n % 40 || '次反映', m.received_at, e.street_code, e.community_code, e.id, e.firm_id, 'valid',
       case when m.closed_at is null then 'processing' else 'closed' end, case when m.closed_at is not null then 'solved' end, case when m.closed_at is not null then 'satisfied' end,
       m.received_at + interval '5 days', 'firm', m.received_at, coalesce(m.closed_at, m.received_at), m.received_at, m.received_at, m.closed_at, m.closed_at
from (
    select r.n, md5(r.n::text) as hash, r.received_at,
        case when r.n % 40 = 0 then null
             when r.n % 50 = 1 then greatest(r.received_at, r.over - interval '1 minute' * (1 + r.n % 40000))
             else r.over + (now() - r.over) * ((r.n % 1000) / 1000.0) end as closed_at
    from (select n, o.over, o.over - (:complaints - n + 1) * (interval '3 years' / :complaints) as received_at
          from (select date_trunc('month', now()) as over) o, generate_series(1, :complaints) n) r
) m
join numbered_estates e on e.n = (m.n::bigint * 7919) % (select count(*) from numbered_estates);

set session_replication_role = default;
select definition from left_out order by name \gexec
commit;
vacuum analyze complaints;
