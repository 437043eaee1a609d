-- Draws and inspectors as they are answered. What row security does not show yet is null.
set role wuye_owner;

drop view if exists draw_lines cascade;
create view draw_lines with (security_invoker = true) as
select d.id, d.district_code, d.title, d.basis, d.street_code, d.campaign_id, d.redraw_of, d.state, d.public_value_source, d.not_before, d.as_of, d.rulebook_id,
    -- Where all are drawn, what they are chosen by says who is visited.
    case when d.target_count < d.targets or d.state in ('published', 'cancelled') or session_user = 'wuye_district' or session_user = 'wuye_street' and d.street_code = current_street()
         then d.wanted else d.wanted || '{"targets": null}' end as wanted,
    d.target_count, d.inspector_count, d.team_size, d.targets as "pool.targets", d.target_weight as "pool.target_weight", d.inspectors as "pool.inspectors",
    d.inspector_weight as "pool.inspector_weight", d.pool_hash as "pool.hash", d.commitment, r.seed, r.public_value, d.committed_at, d.drawn_at, d.published_at, d.cancelled_at,
    d.cancelled_reason,
    (select count(*) from draws c where c.district_code = d.district_code and c.state = 'cancelled' and c.committed_at < d.committed_at
         and c.committed_at >= d.committed_at - interval '1 year') as cancelled_before,
    (select count(*) from draws c where c.district_code = d.district_code and c.state = 'drawn' and c.committed_at < d.committed_at
         and c.committed_at >= d.committed_at - interval '1 year') as untold_before,
    d.version, d.updated_at
from draws d
left join draw_reveals r on r.district_code = d.district_code and r.draw_id = d.id;

create view draw_cards with (security_invoker = true) as
select l.*,
    (select json_agg(json_build_object('position', v.position, 'estate', json_build_object('id', t.estate_id, 'code', t.code, 'name', t.name), 'street_code', v.street_code, 'staffed', v.inspectors <> '{}',
            'inspectors', (select coalesce(json_agg(json_build_object('id', p.inspector_id, 'unit', p.unit, 'name', i.name) order by m.place), '[]')
                           from unnest(v.inspectors) with ordinality m (inspector_id, place)
                           join draw_inspectors p on p.district_code = v.district_code and p.draw_id = v.draw_id and p.inspector_id = m.inspector_id
                           left join inspectors i on i.district_code = v.district_code and i.id = m.inspector_id)) order by v.position)
     from draw_visits v
     join draw_targets t on t.district_code = v.district_code and t.draw_id = v.draw_id and t.estate_id = v.estate_id
     where v.district_code = l.district_code and v.draw_id = l.id) as visits,
    (select json_agg(json_build_object('position', c.position, 'id', c.inspector_id, 'unit', p.unit, 'name', i.name) order by c.position)
     from draw_called c
     join draw_inspectors p on p.district_code = c.district_code and p.draw_id = c.draw_id and p.inspector_id = c.inspector_id
     left join inspectors i on i.district_code = c.district_code and i.id = c.inspector_id
     where c.district_code = l.district_code and c.draw_id = l.id) as called
from draw_lines l;
revoke all on draw_lines, draw_cards from wuye_member;
grant select on draw_lines, draw_cards to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public;

-- After what the same statement wrote: volatile, so that it sees that.
create function draw_card(draw uuid) returns setof draw_cards language sql volatile as $$
    select c.* from draw_cards c where c.id = draw
$$;
grant execute on function draw_card(uuid) to wuye_district, wuye_street;

drop view if exists inspector_cards cascade;
create view inspector_cards with (security_invoker = true) as
select i.id, i.name, i.unit, i.unit_name, i.street_code, to_json(i.specialities) as specialities, i.user_id, i.valid_from, i.valid_to, i.ended_reason, i.version, i.created_at, i.updated_at
from inspectors i;
drop view if exists inspector_conflict_cards cascade;
create view inspector_conflict_cards with (security_invoker = true) as
select c.id, c.inspector_id, c.subject, c.firm_id, c.estate_id, c.community_code, c.reason, c.valid_from, c.valid_to, c.ended_reason, c.version, c.created_at, c.updated_at
from inspector_conflicts c;
revoke all on inspector_cards, inspector_conflict_cards from wuye_member;
grant select on inspector_cards, inspector_conflict_cards to wuye_district, wuye_street;

create function inspector_card(inspector uuid) returns setof inspector_cards language sql volatile as $$
    select c.* from inspector_cards c where c.id = inspector
$$;
create function inspector_conflict_card(conflict uuid) returns setof inspector_conflict_cards language sql volatile as $$
    select c.* from inspector_conflict_cards c where c.id = conflict
$$;
grant execute on function inspector_card(uuid), inspector_conflict_card(uuid) to wuye_district, wuye_street;

reset role;
