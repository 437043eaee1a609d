select c.*, refused(m.problem) as "!problem", case m.problem when 'state_conflict' then m.standing end as "!state"
from star_decide(:'id'::uuid, :'grants'::boolean, :'reason_masked', :'now'::timestamptz, :'today'::date) m
left join lateral star_rating_card(m.id) c on m.problem is null
