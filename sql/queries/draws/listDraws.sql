-- Row security: the caller's district's; without a token those of every district. The page is cut before anything is looked up for its rows.
select l.*
from (
    select d.id, d.committed_at
    from draws d
    where true
      and d.district_code = :'district_code'::text -- if district_code
      and d.state = any(:'state'::text[]) -- if state
      and d.street_code = any(:'street_code'::text[]) -- if street_code
      and d.campaign_id = :'campaign_id'::uuid -- if campaign_id
      and d.redraw_of = :'redraw_of'::uuid -- if redraw_of
      and d.committed_at >= :'committed_from'::timestamptz -- if committed_from
      and d.committed_at < :'committed_before'::timestamptz -- if committed_before
      and (d.committed_at, d.id) < (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor
    order by d.committed_at desc, d.id desc -- if sort=-committed_at
    limit :'limit'::bigint -- if limit
) p
join draw_lines l on l.id = p.id
order by p.committed_at desc, p.id desc -- if sort=-committed_at
