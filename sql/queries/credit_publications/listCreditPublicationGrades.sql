-- The score and the hash of its inputs only where row security shows the snapshot itself.
select g.id, g.subject_id, g.name, g.uscc, g.grade, s.total, s.inputs_hash
from credit_publications p
cross join lateral credit_published_grades(p.id) g
left join credit_snapshots s on s.district_code = p.district_code and s.id = g.id
where p.id = :'id'::uuid
  and (select must_exist(exists (select from credit_publications c where c.id = :'id'::uuid)))
  and g.grade = any(:'grade'::text[]) -- if grade
  and (g.name, g.id) > (:'after_key'::text, :'after_id'::uuid) -- if cursor
order by g.name, g.id -- if sort=name
limit :'limit'::bigint -- if limit
