select c.*, refused(m.problem) as "!problem", case m.problem when 'state_conflict' then m.standing end as "!state"
from dishonest_refer(:'new_id'::uuid, :'id'::uuid, :'body'::jsonb || jsonb_build_object('reason', :'reason_masked'::text, 'number', :'number_masked'::text), :'role', :'now'::timestamptz,
    :'today'::date) m
left join lateral dishonest_referral_card(m.id) c on m.problem is null
