with moved as (
    select m.* from complaint_move(:'id'::uuid, 'return', :'role', :'client', :'now'::timestamptz, :'reason_masked', :'internal_note') m
)
select m.id, case when m.problem is null then m.to_state end as state, m.version, m.at, refused(m.problem) as "!problem", m.standing as "!state",
    case m.problem when 'return_too_late' then complaint_limit_named(m.id, 'return') end as "!rule"
from moved m
