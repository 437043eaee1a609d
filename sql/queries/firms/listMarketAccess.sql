select a.id, a.firm_id, a.state, a.reason, a.valid_from, a.valid_to, a.decided_by, a.decided_at, a.overtaken_at
from firm_market_access a
where a.district_code = :'district' and a.firm_id = :'id'::uuid
  and (select must_exist(exists (select from firms f where f.district_code = :'district' and f.id = :'id'::uuid)))
  and daterange(a.valid_from, a.valid_to) @> :'as_of'::date -- if as_of
  and (a.decided_at, a.id) < (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor
order by a.decided_at desc, a.id desc -- if sort=-decided_at
limit :'limit'::bigint -- if limit
