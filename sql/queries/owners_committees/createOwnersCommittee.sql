-- The estate's row is locked first: of two that register a body at once the second then meets the first (owners_committees_one).
with e as (
    select e.district_code, e.id, e.code, e.name
    from estates e
    where e.district_code = :'district' and e.id = :'estate_id'::uuid
    for no key update
), judged as (
    select case
        when not exists (select from e) then 'estate_unknown'
        when :'kind'::text = 'environment_property_committee' and :'no_oc_reason'::text is null then 'no_oc_reason_missing'
        end as problem
), made as (
    insert into owners_committees (district_code, id, estate_id, kind, status, established_on, term_from, term_to, member_count, party_member_count,
                                   no_oc_reason, created_at, updated_at, known_from)
    select e.district_code, :'new_id'::uuid, e.id, :'kind', coalesce(:'status', 'normal'), :'established_on'::date, :'term_from'::date, :'term_to'::date,
           :'member_count'::integer, :'party_member_count'::integer, :'no_oc_reason', :'now'::timestamptz, :'now'::timestamptz, :'now'::timestamptz
    from e, judged
    where judged.problem is null
    returning *
)
select
    c.id, c.estate_id as "estate.id", e.code as "estate.code", e.name as "estate.name", c.kind, c.status, c.established_on, c.term_from, c.term_to,
    c.dissolved_on, c.rectify_by, c.member_count, c.party_member_count, t.party_percent, t.party_short, t.term_over, t.co_managed, c.no_oc_reason, c.version, c.created_at, c.updated_at,
    refused(judged.problem) as "!problem"
from judged
left join made c on true
left join lateral committee_told(row(c.*)::owners_committees, :'today'::date, :'role') t on true
left join e on e.district_code = c.district_code and e.id = c.estate_id
