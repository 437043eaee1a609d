with moved as (
    select m.* from complaint_move(:'id'::uuid, 'request_extension', :'role', :'client', :'now'::timestamptz, :'reason_masked', :'internal_note', jsonb_build_object('due_at', :'due_at'::text)) m
)
select m.id, case when m.problem is null then m.to_state end as state, m.version, m.at, refused(m.problem) as "!problem", m.standing as "!state",
    case m.problem when 'extension_too_long' then complaint_limit_named(m.id, 'extend') end as "!rule"
from moved m
