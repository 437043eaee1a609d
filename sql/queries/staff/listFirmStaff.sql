select
    s.id, s.firm_id, s.name, s.certificate_no, s.party_member, s.joined_on, s.left_on,
    posts_of(s.district_code, s.id, coalesce(:'as_of'::date, :'today'::date)) as posts,
    s.version, s.created_at, s.updated_at
from staff s -- if !as_of
from staff_at(:'as_of'::date) s -- if as_of
where s.district_code = :'district' and s.firm_id = :'id'::uuid
  and (select must_exist(exists (select from firms f where f.district_code = :'district' and f.id = :'id'::uuid)))
  and coalesce(s.joined_on <= :'as_of'::date, true) and coalesce(s.left_on > :'as_of'::date, true) -- if as_of
  and s.party_member = :'party_member'::boolean -- if party_member
  and exists (select from person_roles_at(coalesce(:'as_of'::date, :'today'::date)) h where h.district_code = s.district_code and h.staff_id = s.id and h.role = any(:'post'::text[]) and daterange(h.valid_from, h.valid_to) @> coalesce(:'as_of'::date, :'today'::date)) -- if post
  and position(:'q' in s.name) > 0 -- if q
  and (s.name, s.id) > (:'after_key', :'after_id'::uuid) -- if cursor
order by s.name, s.id -- if sort=name
limit :'limit'::bigint -- if limit
