-- Without a token those of every district, with one those of the caller's.
select c.*
from published_contracts c
where true
  and c.district_code = :'district_code'::text -- if district_code
  and c."firm.uscc" = :'uscc'::text -- if uscc
  and c."firm.id" = :'firm_id'::uuid -- if firm_id
  and c.id = any(array(select s.contract_id from published_services s where s.estate_id = :'estate_id'::uuid)) -- if estate_id
  and c.kind = :'kind'::text -- if kind
  and (c.service_start, c.id) < (:'after_key'::date, :'after_id'::uuid) -- if cursor
order by c.service_start desc, c.id desc -- if sort=-service_start
limit :'limit'::bigint -- if limit
