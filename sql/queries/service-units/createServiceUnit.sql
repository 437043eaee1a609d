with served as (
    select contract_served(array(select jsonb_array_elements_text(:'estate_codes'::jsonb))) as ids
), unit as (
    insert into service_units (district_code, id, name, created_by, created_at)
    select :'district', :'new_id'::uuid, :'name', current_user_id(), :'now'::timestamptz
    from served s
    where array_position(s.ids, null) is null
), members as (
    insert into service_unit_estates (district_code, service_unit_id, estate_id)
    select :'district', :'new_id'::uuid, e
    from served s, unnest(s.ids) e
    where array_position(s.ids, null) is null
)
select :'new_id'::uuid as id, :'name'::text as name, :'now'::timestamptz as created_at,
    (select coalesce(json_agg(json_build_object('id', e.id, 'code', e.code, 'name', e.name) order by e.code), '[]')
     from estates e where e.district_code = :'district' and e.id = any(s.ids)) as estates,
    refused(case when array_position(s.ids, null) is not null then 'estate_unknown' end) as "!problem"
from served s
