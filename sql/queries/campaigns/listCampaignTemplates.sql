-- Without their plans.
select t.code, t.title_zh, t.title_en, t.basis, t.version, t.updated_at
from campaign_templates t
where true
  and t.code > :'after_key'::text -- if cursor
order by t.code -- if sort=code
limit :'limit'::bigint -- if limit
