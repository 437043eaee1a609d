select c.*, refused(m.problem) as "!problem"
from committee_candidate_make(:'new_id'::uuid, jsonb_strip_nulls(:'body'::jsonb || jsonb_build_object('recommended_by', :'recommended_by_masked'::text)), :'now'::timestamptz) m
left join lateral committee_candidate_card(m.id) c on m.problem is null
