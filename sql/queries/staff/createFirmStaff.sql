with firm as (
    select f.district_code, f.id from firms f where f.district_code = :'district' and f.id = :'id'::uuid
), person as (
    insert into staff (district_code, id, firm_id, name, certificate_no, party_member, joined_on, created_at, updated_at, known_from)
    select f.district_code, :'new_id'::uuid, f.id, :'name', :'certificate_no', coalesce(:'party_member'::boolean, false),
           coalesce(:'joined_on'::date, :'today'::date), :'now'::timestamptz, :'now'::timestamptz, :'now'::timestamptz
    from firm f
    returning *
)
select s.id, s.firm_id, s.name, s.certificate_no, s.party_member, s.joined_on, s.left_on, '[]'::json as posts, s.version, s.created_at, s.updated_at
from person s
