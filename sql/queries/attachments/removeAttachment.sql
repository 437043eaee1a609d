with moved as (
    select m.* from attachment_move(:'id'::uuid, 'remove', :'role', :'client', :'now'::timestamptz, :'reason_masked') m
)
select m.id, m.state, m.version, m.at, refused(m.problem) as "!problem", m.standing as "!state"
from moved m
