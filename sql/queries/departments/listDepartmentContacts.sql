-- All there have been, or those of a day.
select c.id, c.department_id, c.name, c.post, c.phone, c.valid_from, c.valid_to, c.version, c.created_at, c.updated_at
from department_contacts c
where must_exist(exists (select from departments d where d.district_code = :'district' and d.id = :'id'::uuid))
  and c.district_code = :'district' and c.department_id = :'id'::uuid
  and c.known_from < (:'as_of'::date + 1)::timestamptz -- if as_of
  and c.valid_from <= :'as_of'::date and coalesce(c.valid_to > :'as_of'::date, true) -- if as_of
  and (c.valid_from, c.id) < (:'after_key'::date, :'after_id'::uuid) -- if cursor
order by c.valid_from desc, c.id desc -- if sort=-valid_from
limit :'limit'::bigint -- if limit
