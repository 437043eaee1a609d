-- The page is cut before coverage is counted for its rows.
select c.*
from (
    select p.id, p.created_at
    from inspection_plans p
    where p.district_code = :'district'
      and p.kind = any(:'kind'::text[]) -- if kind
      and p.state = any(:'state'::text[]) -- if state
      and p.campaign_id = :'campaign_id'::uuid -- if campaign_id
      and daterange(p.period_from, p.period_to, '[]') @> :'on'::date -- if on
      and (p.created_at, p.id) < (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor
    order by p.created_at desc, p.id desc -- if sort=-created_at
    limit :'limit'::bigint -- if limit
) p
cross join lateral inspection_plan_card(p.id) c
order by p.created_at desc, p.id desc -- if sort=-created_at
