select c.*, refused(m.problem) as "!problem"
from target_snapshot_freeze(:'new_id'::uuid, :'scheme', :'as_of'::date, :'reason_masked', :'now'::timestamptz, :'today'::date) m
left join lateral target_snapshot_card(m.id) c on m.problem is null
