select l.code, l.zh, l.en, l.source, l.effective_from, l.effective_to
from code_lists l
where true
  and l.code > :'after_key'::text -- if cursor
order by l.code -- if sort=code
limit :'limit'::bigint -- if limit
