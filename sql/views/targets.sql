-- Facts that targets count, and what was told of a day, as they are shown.
set role wuye_owner;

drop view if exists target_fact_cards, target_snapshot_cards cascade;
create view target_fact_cards with (security_invoker = true) as
select f.id, f.kind, e.id as "estate.id", e.code as "estate.code", e.name as "estate.name", f.street_code, f.community_code, f.holds_from, f.holds_to, f.surveyed, f.satisfied,
    exact_share(f.satisfied::numeric * 100, f.surveyed, 2) as rate, f.title, f.evidence, f.recorded_by, f.recorded_role, f.end_reason, f.withdrawn_at, f.withdrawn_reason, f.version, f.created_at, f.updated_at
from target_facts f
left join estates e on e.district_code = f.district_code and e.id = f.estate_id;
revoke all on target_fact_cards from wuye_member;
grant select on target_fact_cards to wuye_district, wuye_street, wuye_community, wuye_platform;

create view target_snapshot_cards with (security_invoker = true) as
select s.id, s.scheme_id as "scheme.id", s.scheme_code as "scheme.code", s.scheme_number as "scheme.number", s.as_of, s.revision, s.reason, s.met, s.missed, s.warnings, s.told, s.values_hash, s.frozen_at
from target_snapshots s;
revoke all on target_snapshot_cards from wuye_member;
grant select on target_snapshot_cards to wuye_district, wuye_street, wuye_platform;

-- After what the same statement wrote: volatile, so that they see that.
create or replace function target_fact_card(fact uuid) returns setof target_fact_cards language sql volatile as $$
    select c.* from target_fact_cards c where c.id = fact
$$;
create or replace function target_snapshot_card(snapshot uuid) returns setof target_snapshot_cards language sql volatile as $$
    select c.* from target_snapshot_cards c where c.id = snapshot
$$;
grant execute on function target_fact_card(uuid) to wuye_district, wuye_street;
grant execute on function target_snapshot_card(uuid) to wuye_district;

reset role;
