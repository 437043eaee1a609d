select p.id, p.motion_id, p.unit, p.state, p.entries, p.entered_by_me, p.proxy_document, null::text as receipt
from vote_paper_lines(:'id'::uuid) p
where must_exist(exists (select from motion_of_area(:'id'::uuid) m where m.id is not null))
  and p.state = any(:'state'::text[]) -- if state
  and p.id > :'after_id'::uuid -- if cursor
order by p.id -- if sort=id
limit :'limit'::bigint -- if limit
