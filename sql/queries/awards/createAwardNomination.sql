select c.*, refused(m.problem) as "!problem"
from award_nominate(:'new_id'::uuid, :'body'::jsonb, :'grounds_masked', :'facts_masked', :'role', :'now'::timestamptz, :'today'::date) m
left join lateral award_nomination_card(m.id) c on m.problem is null
