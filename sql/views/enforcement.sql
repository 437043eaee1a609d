-- A case as those who enforce read it.
set role wuye_owner;

drop view if exists enforcement_cards cascade;
create view enforcement_cards with (security_invoker = true) as
select c.id, c.source, c.complaint_id, c.whistle_id, c.three_form_id, e.id as "estate.id", e.code as "estate.code", e.name as "estate.name", c.street_code, c.community_code,
    c.category, c.delegated, c.expedited, c.route, c.matter, c.leader,
    (select coalesce(json_agg(json_build_object('id', d.id, 'code', d.code, 'name', d.name) order by d.code, d.id), '[]')
     from departments d where d.district_code = c.district_code and d.id = any(c.departments)) as departments,
    c.state, c.reported_at, c.accepted_at, c.dispatched_at, c.enforced_at, c.fed_back_at, c.outcome, c.version, c.updated_at
from enforcement_cases c
left join estates e on e.district_code = c.district_code and e.id = c.estate_id;
grant select on enforcement_cards to wuye_district, wuye_street, wuye_community;

create function enforcement_card(opened uuid) returns setof enforcement_cards language sql volatile as $$
    select c.* from enforcement_cards c where c.id = opened
$$;
grant execute on function enforcement_card(uuid) to wuye_district, wuye_street, wuye_community;

reset role;
