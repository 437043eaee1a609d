insert into committee_members (district_code, id, committee_id, name, position, party_member, valid_from, created_at, updated_at)
select c.district_code, :'new_id'::uuid, c.id, :'name', :'position', coalesce(:'party_member'::boolean, false), :'valid_from'::date, :'now'::timestamptz, :'now'::timestamptz
from owners_committees c
join estates e on e.district_code = c.district_code and e.id = c.estate_id -- of the caller's area as it is now
where c.district_code = :'district' and c.id = :'id'::uuid
returning id, committee_id, name, position, party_member, valid_from, valid_to, end_reason, version, created_at, updated_at
