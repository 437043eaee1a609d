-- valid_to is the day after the last.
with before as (
    select m.district_code, m.id, m.valid_to, greatest(:'now'::timestamptz, m.updated_at + interval '1 microsecond') as moment
    from committee_members m
    where m.district_code = :'district' and m.id = :'id'::uuid
    for update
), judged as (
    select b.*, case when b.valid_to is not null then 'state_conflict' end as problem from before b
), changed as (
    update committee_members m set valid_to = :'valid_to'::date, end_reason = :'reason_masked', version = m.version + 1, updated_at = j.moment
    from judged j
    where m.district_code = j.district_code and m.id = j.id and j.problem is null
    returning m.*
)
select c.id, c.committee_id, c.name, c.position, c.party_member, c.valid_from, c.valid_to, c.end_reason, c.version, c.created_at, c.updated_at,
    refused(j.problem) as "!problem", case when j.problem is not null then 'ended' end as "!state"
from judged j
left join changed c on true
