select c.*, refused(m.problem) as "!problem", case m.problem when 'state_conflict' then m.standing end as "!state"
from inspector_conflict_make(:'new_id'::uuid, :'id'::uuid, jsonb_strip_nulls(jsonb_build_object('firm_id', :'firm_id'::uuid, 'estate_id', :'estate_id'::uuid,
    'community_code', :'community_code'::text, 'reason', :'reason_masked'::text, 'valid_from', :'valid_from'::date)), :'now'::timestamptz, :'today'::date) m
left join lateral inspector_conflict_card(m.id) c on m.problem is null
