select c.*
from evaluation_cards c
where true
  and c."firm.id" = :'firm_id'::uuid -- if firm_id
  and c."estate.id" = :'estate_id'::uuid -- if estate_id
  and c.kind = any(:'kind'::text[]) -- if kind
  and c.assessor = any(:'assessor'::text[]) -- if assessor
  and c.state = any(:'state'::text[]) -- if state
  and c.street_code = any(:'street_code'::text[]) -- if street_code
  and c.period_to >= :'from'::date -- if from
  and c.period_from <= :'to'::date -- if to
  and (c.period_to, c.id) < (:'after_key'::date, :'after_id'::uuid) -- if cursor, sort=-period_to
  and (c.period_to, c.id) > (:'after_key'::date, :'after_id'::uuid) -- if cursor, sort=period_to
order by c.period_to desc, c.id desc -- if sort=-period_to
order by c.period_to, c.id -- if sort=period_to
limit :'limit'::bigint -- if limit
