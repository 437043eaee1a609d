-- The page is cut, under row security, before what was found is counted for its rows.
select c.*
from (
    select i.id, i.created_at
    from inspections i
    where i.district_code = :'district'
      and i.state = any(:'state'::text[]) -- if state
      and i.kind = any(:'kind'::text[]) -- if kind
      and i.plan_id = :'plan_id'::uuid -- if plan_id
      and i.draw_id = :'draw_id'::uuid -- if draw_id
      and i.campaign_id = :'campaign_id'::uuid -- if campaign_id
      and i.estate_id = :'estate_id'::uuid -- if estate_id
      and i.firm_id = :'firm_id'::uuid -- if firm_id
      and i.street_code = any(:'street_code'::text[]) -- if street_code
      and i.follow_up_of = :'follow_up_of'::uuid -- if follow_up_of
      and i.visited_on >= :'visited_from'::date -- if visited_from
      and i.visited_on < :'visited_before'::date -- if visited_before
      and i.updated_at >= :'updated_since'::timestamptz -- if updated_since
      and (i.created_at, i.id) < (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor
    order by i.created_at desc, i.id desc -- if sort=-created_at
    limit :'limit'::bigint -- if limit
) p
cross join lateral inspection_card(p.id) c
order by p.created_at desc, p.id desc -- if sort=-created_at
