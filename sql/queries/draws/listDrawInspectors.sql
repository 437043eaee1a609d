-- The name as far as row security shows the inspector.
select p.inspector_id as id, p.weight, p.unit, i.name
from draw_inspectors p
left join inspectors i on i.district_code = p.district_code and i.id = p.inspector_id
where p.district_code = (select d.district_code from draws d where d.id = :'id'::uuid) and p.draw_id = :'id'::uuid
  and (select must_exist(exists (select from draws d where d.id = :'id'::uuid)))
  and p.inspector_id > :'after_id'::uuid -- if cursor
order by p.inspector_id -- if sort=id
limit :'limit'::bigint -- if limit
