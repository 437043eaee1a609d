select g.key, g.kind, e.id as "estate.id", e.code as "estate.code", e.name as "estate.name", e.street_code, e.community_code, g.committee_id, g.subject_id, g.due_on,
    coalesce(g.due_on < :'today'::date, false) as overdue
from committee_gaps(:'today'::date, null) g -- if !kind
from committee_gaps(:'today'::date, :'kind'::text[]) g -- if kind
join estates e on e.district_code = :'district' and e.id = g.estate_id
where true
  and g.estate_id = :'estate_id'::uuid -- if estate_id
  and e.street_code = any(:'street_code'::text[]) -- if street_code
  and e.community_code = any(:'community_code'::text[]) -- if community_code
  and coalesce(g.due_on < :'today'::date, false) = :'overdue'::boolean -- if overdue
  and g.key > :'after_key' -- if cursor
order by g.key -- if sort=key
limit :'limit'::bigint -- if limit
