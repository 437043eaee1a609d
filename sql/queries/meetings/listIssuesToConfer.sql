select i.id, i.campaign_id, e.id as "estate.id", e.code as "estate.code", e.name as "estate.name", i.street_code, i.community_code, i.place_masked as place, i.problem_masked as problem,
    i.severity, i.state, i.found_on, i.due_on, i.created_at
from issues i
left join estates e on e.district_code = i.district_code and e.id = i.estate_id
where i.district_code = :'district' and i.ledger = 'petition' and i.complexity = 'complex' and i.state not in ('closed', 'withdrawn') and not i.rolled_up
  and not issue_conferred(i.id)
  and i.campaign_id = :'campaign_id'::uuid -- if campaign_id
  and i.street_code = any(:'street_code'::text[]) -- if street_code
  and (i.created_at, i.id) < (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor
order by i.created_at desc, i.id desc -- if sort=-created_at
limit :'limit'::bigint -- if limit
