select e.id, e.entry_id, e.subject_kind, e.subject_id, e.name, e.uscc, e.basis, e.valid_from, e.valid_to
from credit_publications p
join credit_published_entries e on e.district_code = p.district_code and e.publication_id = p.id
where p.id = :'id'::uuid
  and (select must_exist(exists (select from credit_publications c where c.id = :'id'::uuid)))
  and (e.name, e.id) > (:'after_key'::text, :'after_id'::uuid) -- if cursor
order by e.name, e.id -- if sort=name
limit :'limit'::bigint -- if limit
