with moved as (
    select m.* from complaint_move(:'id'::uuid, 'verify', :'role', :'client', :'now'::timestamptz, :'note_masked', :'internal_note') m
)
-- What the hotline heard of it meanwhile is applied with it.
select m.id, s.state, coalesce(s.version, m.version) as version, m.at, refused(m.problem) as "!problem", m.standing as "!state"
from moved m
left join lateral settle_early_callbacks(m.id, m.at) s on m.problem is null
