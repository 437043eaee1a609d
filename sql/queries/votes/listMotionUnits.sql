select u.unit, u.area_m2, u.owner_units, u.owner_area_m2, u.voted, u.via, u.choice
from motion_unit_lines(:'id'::uuid) u
where must_exist(exists (select from motion_of_area(:'id'::uuid) m where m.id is not null))
  and u.voted = :'voted'::boolean -- if voted
  and u.unit > :'after_key' -- if cursor
order by u.unit -- if sort=unit
limit :'limit'::bigint -- if limit
