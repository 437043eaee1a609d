select c.*
from dishonest_referral_cards c
where true
  and c.entry_id = :'entry_id'::uuid -- if entry_id
  and c."firm.id" = :'firm_id'::uuid -- if firm_id
  and c.request = :'request'::text -- if request
  and (c.answered_on is not null) = :'answered'::boolean -- if answered
  and c.updated_at >= :'updated_since'::timestamptz -- if updated_since
  and (c.created_at, c.id) < (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor
order by c.created_at desc, c.id desc -- if sort=-created_at
limit :'limit'::bigint -- if limit
