select c.*, refused(m.problem) as "!problem", case m.problem when 'state_conflict' then m.standing end as "!state"
from committee_opinion_give(:'id'::uuid, jsonb_strip_nulls(:'body'::jsonb || jsonb_build_object('reason', :'reason_masked'::text)), :'now'::timestamptz, :'today'::date) m
left join lateral committee_candidate_card(m.id) c on m.problem is null
where m.id is not null
