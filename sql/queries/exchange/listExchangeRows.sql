select r.id, r.said as row
from exchange_page(:'dataset'::text,
    null::uuid, -- if !cursor
    :'after_id'::uuid, -- if cursor
    null::bigint -- if !limit
    :'limit'::bigint -- if limit
) r
where (select must_exist(exists (select from exchange_datasets d where d.dataset = :'dataset'::text)))
order by r.id -- if sort=id
limit :'limit'::bigint -- if limit
