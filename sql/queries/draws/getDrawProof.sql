-- The pools where the caller sees all of them, which their hash says; what came out only as far as it is told: of a part nothing, for a part proves nothing.
select d.id as draw_id, d.state, d.target_count, d.inspector_count, d.team_size, d.pool_hash, d.commitment,
    case when encode(sha256(convert_to(p.said, 'UTF8')), 'hex') = d.pool_hash then p.said end as pool_text, r.seed, r.public_value,
    case when r.seed is not null then v.targets end as targets, case when r.seed is not null then w.inspectors end as inspectors, case when r.seed is not null then v.teams end as teams
from draws d
cross join lateral draw_pool_of(d.id) p (said)
left join draw_reveals r on r.district_code = d.district_code and r.draw_id = d.id
cross join lateral (
    select json_agg(o.estate_id order by o.position) as targets, json_agg(o.inspectors order by o.position) as teams
    from draw_visits o
    where o.district_code = d.district_code and o.draw_id = d.id) v
cross join lateral (
    select json_agg(c.inspector_id order by c.position) as inspectors from draw_called c where c.district_code = d.district_code and c.draw_id = d.id) w
where d.id = :'id'::uuid
