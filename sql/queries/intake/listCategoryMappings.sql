select m.id, m.district_code = '*' as common, m.source, m.external_code, m.external_zh, m.category_code as category, m.basis, m.effective_from, m.effective_to, m.created_at
from category_mappings m
where m.district_code in (:'district', '*')
  and m.source = :'source'::text -- if source
  and m.external_code = :'external_code'::text -- if external_code
  and m.category_code = any(:'category'::text[]) -- if category
  and m.effective_from <= :'as_of'::date and coalesce(m.effective_to > :'as_of'::date, true) -- if as_of
  and (m.external_code, m.id) > (:'after_key'::text, :'after_id'::uuid) -- if cursor
order by m.external_code, m.id -- if sort=external_code
limit :'limit'::bigint -- if limit
