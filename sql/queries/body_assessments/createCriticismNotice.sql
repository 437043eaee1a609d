select c.*, refused(m.problem) as "!problem"
from criticism_propose(:'new_id'::uuid, :'body'::jsonb || jsonb_build_object('facts', :'facts_masked'::text), :'now'::timestamptz, :'today'::date) m
left join lateral criticism_notice_card(m.id) c on m.problem is null
