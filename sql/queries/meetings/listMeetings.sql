-- The page is cut before issues and decisions are gathered for its rows.
select c.*
from (
    select m.id, m.held_on
    from meetings m
    where m.district_code = :'district'
      and m.kind = any(:'kind'::text[]) -- if kind
      and m.street_code = any(:'street_code'::text[]) -- if street_code
      and m.campaign_id = :'campaign_id'::uuid -- if campaign_id
      and m.state = :'state'::text -- if state
      and m.held_on >= :'held_from'::date -- if held_from
      and m.held_on < :'held_before'::date -- if held_before
      and exists (select from meeting_issues i where i.district_code = m.district_code and i.meeting_id = m.id and i.issue_id = :'issue_id'::uuid) -- if issue_id
      and m.updated_at >= :'updated_since'::timestamptz -- if updated_since
      and (m.held_on, m.id) < (:'after_key'::date, :'after_id'::uuid) -- if cursor
    order by m.held_on desc, m.id desc -- if sort=-held_on
    limit :'limit'::bigint -- if limit
) p
join meeting_cards c on c.id = p.id
order by p.held_on desc, p.id desc -- if sort=-held_on
