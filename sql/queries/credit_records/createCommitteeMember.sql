select c.id, c.committee_id, c.name, c.position, c.party_member, c.valid_from, c.valid_to, c.end_reason, c.state, c.announced_on, c.candidate_id, c.version, c.created_at, c.updated_at,
    refused(m.problem) as "!problem"
from committee_member_add(:'new_id'::uuid, :'id'::uuid, jsonb_strip_nulls(:'body'::jsonb), :'now'::timestamptz) m
left join lateral committee_member_card(m.id) c on m.problem is null
where m.id is not null
