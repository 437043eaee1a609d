select t.estate_id as id, t.code, t.name, t.street_code, t.community_code, t.weight, t.factor::text as factor, t.grade, t.firm_id, t.firm_name
from draw_targets t
where t.district_code = (select d.district_code from draws d where d.id = :'id'::uuid) and t.draw_id = :'id'::uuid
  and (select must_exist(exists (select from draws d where d.id = :'id'::uuid)))
  and t.street_code = any(:'street_code'::text[]) -- if street_code
  and t.grade = any(:'grade'::text[]) -- if grade
  and t.estate_id > :'after_id'::uuid -- if cursor
order by t.estate_id -- if sort=id
limit :'limit'::bigint -- if limit
