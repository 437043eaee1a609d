select c.*, refused(m.problem) as "!problem"
from dishonest_referral_change(:'id'::uuid, :'body'::jsonb || jsonb_strip_nulls(jsonb_build_object('answer', :'answer_masked'::text, 'city_result', :'city_result_masked'::text)),
    :'if_version'::integer, :'now'::timestamptz, :'today'::date) m
left join lateral dishonest_referral_card(m.id) c on m.problem is null
