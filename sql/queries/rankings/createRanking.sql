select c.*, refused(m.problem) as "!problem", case when m.problem in ('ranking_frozen_already', 'ranking_corrected_already') then m.standing end as "!state"
from ranking_freeze(:'new_id'::uuid, :'list'::text, :'quarter'::text, :'correction_of'::uuid, :'correction_reason_masked'::text, :'rules_on'::date, :'now'::timestamptz, :'today'::date) m
left join lateral ranking_card(m.id) c on m.problem is null
