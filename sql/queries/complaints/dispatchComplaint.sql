with moved as (
    select m.* from complaint_assign(:'id'::uuid, 'dispatch', :'role', :'client', :'now'::timestamptz, :'note_masked', :'internal_note', :'unit_kind',
        jsonb_build_object('department', :'department_masked'::text, 'receiver', :'receiver_masked'::text, 'handler', :'handler_masked'::text, 'watcher', :'watcher_masked'::text,
                           'complex', :'complex'::boolean), :'new_id'::uuid) m
)
select m.id, case when m.problem is null then m.to_state end as state, m.version, m.at, refused(m.problem) as "!problem", m.standing as "!state"
from moved m
