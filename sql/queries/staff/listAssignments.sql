select
    r.id, r.role as post, r.firm_id, r.staff_id, s.name as staff_name, e.id as "estate.id", e.code as "estate.code", e.name as "estate.name",
    r.valid_from, r.valid_to, r.reason, r.end_reason, r.created_at, r.updated_at
from person_roles r -- if !as_of
from person_roles_at(:'as_of'::date) r -- if as_of
join staff s on s.district_code = r.district_code and s.id = r.staff_id
left join estates e on e.district_code = r.district_code and e.id = r.estate_id
where r.district_code = :'district'
  and r.firm_id = :'firm_id'::uuid -- if firm_id
  and r.staff_id = :'staff_id'::uuid -- if staff_id
  and r.estate_id = :'estate_id'::uuid -- if estate_id
  and r.role = any(:'post'::text[]) -- if post
  and daterange(r.valid_from, r.valid_to) @> :'as_of'::date -- if as_of
  and (r.valid_from, r.id) < (:'after_key'::date, :'after_id'::uuid) -- if cursor
order by r.valid_from desc, r.id desc -- if sort=-valid_from
limit :'limit'::bigint -- if limit
