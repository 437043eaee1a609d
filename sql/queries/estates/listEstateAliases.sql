select a.id, a.alias, nullif(a.created_at, '-infinity') as created_at, a.ended_at, a.end_reason
from estate_aliases a
where a.district_code = :'district' and a.estate_id = :'id'::uuid
  and (select must_exist(exists (select from estates e where e.district_code = :'district' and e.id = :'id'::uuid)))
  and (a.ended_at is not null) = :'ended'::boolean -- if ended
  and (a.alias_key, a.id) > (name_key(:'after_key'), :'after_id'::uuid) -- if cursor
order by a.alias_key, a.id -- if sort=alias
limit :'limit'::bigint -- if limit
