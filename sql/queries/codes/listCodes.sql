select
    c.code, c.position, c.zh, c.en, c.text_zh, c.text_en, c.parent_code, c.source, c.effective_from, c.effective_to
from codes c
where c.list_code = :'list'
  and (select must_exist(exists (select from code_lists l where l.code = :'list')))
  and c.effective_from <= coalesce(:'as_of'::date, :'today'::date)
  and coalesce(c.effective_to > coalesce(:'as_of'::date, :'today'::date), true)
  and (c.position, c.code) > (:'after_key'::integer, :'after_id') -- if cursor
order by c.position, c.code -- if sort=position
limit :'limit'::bigint -- if limit
