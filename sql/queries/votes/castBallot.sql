-- Whoever comes with a token leaves traces in his name: his answer is without what would tie the ballot to it.
select m.id as motion_id, case when current_user_id() is null then m.receipt end as receipt, case when current_user_id() is null then m.nonce end as nonce,
    refused(m.problem) as "!problem", case m.problem when 'state_conflict' then m.standing end as "!state"
from vote_cast(:'id'::uuid, :'code', :'secret', :'choice', :'today'::date) m
