-- The ways between states are steps (addCommitteeStep): here a body is dissolved, or that is taken back, which leads to the state that it was in. What is replaced goes to
-- owners_committees_past. The estate's row is locked first, as when a body is registered.
with before as (
    select c.*, e.code, e.name, greatest(:'now'::timestamptz, c.known_from + interval '1 microsecond') as moment
    from estates e
    join owners_committees c on c.district_code = e.district_code and c.estate_id = e.id
    where c.district_code = :'district' and c.id = :'id'::uuid
    for no key update of e, c
), stood as (
    select p.status, p.rectify_by
    from before b join owners_committees_past p on p.district_code = b.district_code and p.id = b.id
    where p.status <> 'dissolved'
    order by p.known_from desc limit 1
), judged as (
    select b.district_code, b.id, b.code, b.name, b.moment, case
        when b.version <> :'if_version'::integer then 'precondition_failed'
        when :'status'::text <> 'dissolved' and :'status'::text <> case b.status when 'dissolved' then coalesce((select s.status from stood s), 'normal') else b.status end -- if status
            then 'committee_status_by_step' -- if status
        when b.kind = 'environment_property_committee' and :'no_oc_reason'::text is null then 'no_oc_reason_missing' -- if no_oc_reason
        end as problem
    from before b
), kept as (
    insert into owners_committees_past (district_code, id, estate_id, kind, status, established_on, term_from, term_to, dissolved_on, member_count,
                                        party_member_count, no_oc_reason, version, created_at, updated_at, known_from, known_to, rectify_by)
    select b.district_code, b.id, b.estate_id, b.kind, b.status, b.established_on, b.term_from, b.term_to, b.dissolved_on, b.member_count,
           b.party_member_count, b.no_oc_reason, b.version, b.created_at, b.updated_at, b.known_from, b.moment, b.rectify_by
    from before b join judged j using (district_code, id)
    where j.problem is null
), changed as (
    update owners_committees c set
        status = :'status', -- if status
        rectify_by = case :'status'::text when c.status then c.rectify_by when 'dissolved' then null else (select s.rectify_by from stood s) end, -- if status
        term_from = :'term_from'::date, -- if term_from
        term_to = :'term_to'::date, -- if term_to
        dissolved_on = :'dissolved_on'::date, -- if dissolved_on
        member_count = :'member_count'::integer, -- if member_count
        party_member_count = :'party_member_count'::integer, -- if party_member_count
        no_oc_reason = :'no_oc_reason', -- if no_oc_reason
        version = c.version + 1, updated_at = j.moment, known_from = j.moment
    from judged j
    where c.district_code = j.district_code and c.id = j.id and j.problem is null
    returning c.*
)
select
    c.id, c.estate_id as "estate.id", j.code as "estate.code", j.name as "estate.name", c.kind, c.status, c.established_on, c.term_from, c.term_to,
    c.dissolved_on, c.rectify_by, c.member_count, c.party_member_count, t.party_percent, t.party_short, t.term_over, t.co_managed, c.no_oc_reason, c.version, c.created_at, c.updated_at,
    refused(j.problem) as "!problem"
from judged j
left join changed c using (district_code, id)
left join lateral committee_told(row(c.*)::owners_committees, :'today'::date, :'role') t on true
