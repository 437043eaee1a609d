-- The page is cut before members and opinions are gathered for its rows.
select c.*
from (
    select p.id, p.created_at
    from expert_panels p
    where p.district_code = :'district'
      and p.estate_id = :'estate_id'::uuid -- if estate_id
      and p.firm_id = :'firm_id'::uuid -- if firm_id
      and p.street_code = any(:'street_code'::text[]) -- if street_code
      and p.state = any(:'state'::text[]) -- if state
      and p.updated_at >= :'updated_since'::timestamptz -- if updated_since
      and (p.created_at, p.id) < (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor
    order by p.created_at desc, p.id desc -- if sort=-created_at
    limit :'limit'::bigint -- if limit
) p
join expert_panel_cards c on c.id = p.id
order by p.created_at desc, p.id desc -- if sort=-created_at
