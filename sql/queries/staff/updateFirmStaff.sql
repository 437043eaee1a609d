-- Whoever leaves holds no post any more: the posts end first. What is replaced goes to staff_past.
with before as (
    select s.*, greatest(:'now'::timestamptz, s.known_from + interval '1 microsecond') as moment
    from staff s
    where s.district_code = :'district' and s.id = :'id'::uuid
    for update
), judged as (
    select b.district_code, b.id, b.moment, case
        when b.version <> :'if_version'::integer then 'precondition_failed'
        when :'left_on'::date is not null and assigned_after(b.district_code, b.id, :'left_on'::date) then 'staff_still_assigned' -- if left_on
        end as problem
    from before b
), kept as (
    insert into staff_past (district_code, id, firm_id, name, certificate_no, party_member, joined_on, left_on, version, created_at, updated_at, known_from, known_to)
    select b.district_code, b.id, b.firm_id, b.name, b.certificate_no, b.party_member, b.joined_on, b.left_on, b.version, b.created_at, b.updated_at, b.known_from, b.moment
    from before b join judged j using (district_code, id)
    where j.problem is null
), changed as (
    update staff s set
        name = :'name', -- if name
        certificate_no = :'certificate_no', -- if certificate_no
        party_member = :'party_member'::boolean, -- if party_member
        joined_on = :'joined_on'::date, -- if joined_on
        left_on = :'left_on'::date, -- if left_on
        version = s.version + 1, updated_at = j.moment, known_from = j.moment
    from judged j
    where s.district_code = j.district_code and s.id = j.id and j.problem is null
    returning s.*
)
select
    j.id, s.firm_id, s.name, s.certificate_no, s.party_member, s.joined_on, s.left_on,
    posts_of(s.district_code, s.id, :'today'::date) as posts,
    s.version, s.created_at, s.updated_at,
    refused(j.problem) as "!problem"
from judged j
left join changed s using (district_code, id)
