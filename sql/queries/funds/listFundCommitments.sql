-- Row security: of the district, of one's own area, of one's own firm.
select c.*
from fund_commitment_cards c
where true
  and c.fund_id = :'fund_id'::uuid -- if fund_id
  and c.fund_kind = any(:'fund_kind'::text[]) -- if fund_kind
  and c.year = :'year'::integer -- if year
  and c.purpose = any(:'purpose'::text[]) -- if purpose
  and c.state = any(:'state'::text[]) -- if state
  and c.recipient_kind = any(:'recipient_kind'::text[]) -- if recipient_kind
  and c.recipient_id = lower(:'recipient_id'::text) -- if recipient_id
  and (c.proposed_at, c.id) < (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor
order by c.proposed_at desc, c.id desc -- if sort=-proposed_at
limit :'limit'::bigint -- if limit
