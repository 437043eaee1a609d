with moved as (
    select m.* from complaint_move(:'id'::uuid, 'resume', :'role', :'client', :'now'::timestamptz, :'note_masked', :'internal_note') m
)
select m.id, case when m.problem is null then m.to_state end as state, m.version, m.at, refused(m.problem) as "!problem", m.standing as "!state"
from moved m
