select d.position, d.dataset, d.kind, d.schema_name as schema, d.zh as "title.zh", d.en as "title.en", d.opened, d.ended
from exchange_datasets d
where true
  and d.kind = :'kind'::text -- if kind
  and d.position > :'after_key'::integer -- if cursor
order by d.position -- if sort=position
limit :'limit'::bigint -- if limit
