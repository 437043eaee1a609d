-- All who ever worked there, or those of a day.
select s.id, s.org_unit_id, s.name, s.post, s.specialist, s.full_time, s.valid_from, s.valid_to, s.version, s.created_at, s.updated_at
from org_staff s
where must_exist(exists (select from org_units u where u.district_code = :'district' and u.id = :'id'::uuid))
  and s.district_code = :'district' and s.org_unit_id = :'id'::uuid
  and s.known_from < (:'as_of'::date + 1)::timestamptz -- if as_of
  and s.valid_from <= :'as_of'::date and coalesce(s.valid_to > :'as_of'::date, true) -- if as_of
  and s.full_time = :'full_time'::boolean -- if full_time
  and s.specialist = :'specialist'::boolean -- if specialist
  and (s.valid_from, s.id) < (:'after_key'::date, :'after_id'::uuid) -- if cursor
order by s.valid_from desc, s.id desc -- if sort=-valid_from
limit :'limit'::bigint -- if limit
