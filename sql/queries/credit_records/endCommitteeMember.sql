-- valid_to is the day after the last.
select c.id, c.committee_id, c.name, c.position, c.party_member, c.valid_from, c.valid_to, c.end_reason, c.state, c.announced_on, c.candidate_id, c.version, c.created_at, c.updated_at,
    refused(m.problem) as "!problem", case when m.problem is not null then 'ended' end as "!state"
from committee_member_end(:'id'::uuid, :'valid_to'::date, :'reason_masked', :'now'::timestamptz) m
left join lateral committee_member_card(m.id) c on m.problem is null
where m.id is not null
