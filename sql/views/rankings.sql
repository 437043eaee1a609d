-- Rankings, their rows and notices, as they are shown; and what anybody reads of those that are published: estate, rank and count. A firm reads published ones, of them the estates that it
-- served in the quarter or answers for, without the flags and without the shares of others.
set role wuye_owner;

drop view if exists as_company.ranking_cards, as_company.ranking_row_cards, ranking_cards, ranking_row_cards, published_rankings, published_ranking_rows cascade;
create view ranking_cards with (security_invoker = true) as
select s.id, s.list, s.quarter, s.first_day, s.next_day, s.revision, s.reason, ranking_state(s.district_code, s.list, s.quarter, s.revision, s.published_at) as state, s.method, s.counted_at, s.complaints, s.estates, s.listed, s.inputs_hash,
    s.frozen_by, s.frozen_at, s.published_by, s.published_at,
    (select coalesce(json_agg(json_build_object('id', n.id, 'recipient', n.recipient, 'unit', n.unit, 'number', n.number, 'noticed_on', n.noticed_on, 'street_code', n.street_code) order by n.id), '[]')
     from ranking_notices n where n.district_code = s.district_code and n.ranking_id = s.id) as notices,
    s.version, s.updated_at
from ranking_snapshots s;
revoke all on ranking_cards from wuye_member;
grant select on ranking_cards to wuye_district, wuye_street, wuye_community, wuye_platform;
create view as_company.ranking_cards with (security_invoker = true) as
select s.id, s.list, s.quarter, s.first_day, s.next_day, s.revision, s.reason, ranking_state(s.district_code, s.list, s.quarter, s.revision, s.published_at) as state, s.method, s.counted_at, s.complaints, s.estates, s.listed, s.inputs_hash,
    null::uuid as frozen_by, s.frozen_at, null::uuid as published_by, s.published_at, null::json as notices, s.version, s.updated_at
from ranking_snapshots s;
grant select on as_company.ranking_cards to wuye_company;

create view ranking_row_cards with (security_invoker = true) as
select r.ranking_id, r.position, r.rank, r.listed, r.estate_id as "estate.id", r.estate_code as "estate.code", r.estate_name as "estate.name", r.street_code, r.community_code, r.counted,
    r.counted_raw, r.counted_merged, r.households, r.per_1000_households, r.leader_instruction, r.group_petition, r.opinion_event, r.firm_id, r.firms
from ranking_rows r;
revoke all on ranking_row_cards from wuye_member;
grant select on ranking_row_cards to wuye_district, wuye_street, wuye_community, wuye_platform;
create view as_company.ranking_row_cards with (security_invoker = true) as
select r.ranking_id, r.position, r.rank, r.listed, r.estate_id as "estate.id", r.estate_code as "estate.code", r.estate_name as "estate.name", r.street_code, r.community_code, r.counted,
    r.counted_raw, r.counted_merged, r.households, r.per_1000_households, null::integer as leader_instruction, null::integer as group_petition, null::integer as opinion_event,
    null::uuid as firm_id, ranking_own_share(r.ranking_id, r.estate_id) as firms
from ranking_rows r;
grant select on as_company.ranking_row_cards to wuye_company;

create view published_rankings as
select s.id, s.district_code, s.list, s.quarter, s.revision, s.reason, ranking_state(s.district_code, s.list, s.quarter, s.revision, s.published_at) = 'superseded' as superseded, s.complaints, s.estates, s.listed, s.published_at
from ranking_snapshots s
where s.published_at is not null and (current_district() is null or s.district_code = current_district());
-- Whoever is among the first is told by rule; of others, so few that they tell of one household are not.
create view published_ranking_rows as
select r.ranking_id, r.position, r.rank, r.listed, r.estate_code as "estate.code", r.estate_name as "estate.name", r.street_code, r.counted, r.per_1000_households
from ranking_rows r
join ranking_snapshots s on s.district_code = r.district_code and s.id = r.ranking_id
where s.published_at is not null and (current_district() is null or s.district_code = current_district()) and (r.listed or r.counted >= (s.method ->> 'public_least')::integer);
revoke all on published_rankings, published_ranking_rows from public;
grant select on published_rankings, published_ranking_rows to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public;

-- After what the same statement wrote: volatile, so that they see that.
create or replace function ranking_card(wanted uuid) returns setof ranking_cards language sql volatile as $$
    select c.* from ranking_cards c where c.id = wanted
$$;
create or replace function ranking_notice(wanted uuid)
returns table (id uuid, ranking_id uuid, list text, quarter text, revision integer, inputs_hash text, recipient text, unit text, number text, noticed_on date, street_code text, estates json,
               created_at timestamptz)
language sql volatile as $$
    select n.id, n.ranking_id, s.list, s.quarter, s.revision, s.inputs_hash, n.recipient, n.unit, n.number, n.noticed_on, n.street_code,
        (select coalesce(json_agg(json_build_object('rank', r.rank, 'code', r.estate_code, 'name', r.estate_name, 'street_code', r.street_code, 'community_code', r.community_code,
                                                    'counted', r.counted, 'per_1000_households', r.per_1000_households::text, 'leader_instruction', r.leader_instruction,
                                                    'group_petition', r.group_petition, 'opinion_event', r.opinion_event,
                                                    'firms', (select coalesce(json_agg(f.value ->> 'name' order by f.nth), '[]') from jsonb_array_elements(r.firms) with ordinality f (value, nth)
                                                              where f.value ->> 'name' is not null)) order by r.position), '[]')
         from ranking_rows r
         where r.district_code = n.district_code and r.ranking_id = n.ranking_id and r.listed and r.street_code = coalesce(n.street_code, r.street_code)),
        n.created_at
    from ranking_notices n
    join ranking_snapshots s on s.district_code = n.district_code and s.id = n.ranking_id
    where n.district_code = (select current_district()) and n.id = wanted
$$;
grant execute on function ranking_card(uuid), ranking_notice(uuid) to wuye_district;

reset role;
