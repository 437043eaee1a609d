select u.id, u.name, u.created_at, service_unit_estate_names(u.id) as estates
from service_units u
where u.district_code = :'district'
  and u.id in (select m.service_unit_id from service_unit_estates m where m.district_code = :'district' and m.estate_id = :'estate_id'::uuid) -- if estate_id
  and zh_separate(u.name) like zh_like(:'q') -- if q
  and (u.created_at, u.id) < (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor, sort=-created_at
  and (u.created_at, u.id) > (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor, sort=created_at
order by u.created_at desc, u.id desc -- if sort=-created_at
order by u.created_at, u.id -- if sort=created_at
limit :'limit'::bigint -- if limit
