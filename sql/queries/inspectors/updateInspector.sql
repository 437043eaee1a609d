select c.*, refused(m.problem) as "!problem", case m.problem when 'state_conflict' then m.standing end as "!state"
from inspector_change(:'id'::uuid, :'if_version'::integer, '{}'::jsonb
    || jsonb_build_object('name', :'name'::text) -- if name
    || jsonb_build_object('unit_name', :'unit_name'::text) -- if unit_name
    || jsonb_build_object('specialities', :'specialities'::jsonb) -- if specialities
    || jsonb_build_object('user_id', :'user_id'::uuid) -- if user_id
    , :'now'::timestamptz) m
left join lateral inspector_card(m.id) c on m.problem is null
