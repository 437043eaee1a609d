select r.source, r.id, r.title_zh, r.title_en, r.period, r.owed_by, r.org_code, r.org_name, r.street_code, r.community_code, r.department, r.firm_id, r.due_on, r.due_at, r.stage, r.days_left,
    r.state
from reminder_cards r
where r.district_code = :'district'
  and r.source = :'source'::text -- if source
  and r.stage = :'stage'::text -- if stage
  and r.owed_by = any(:'owed_by'::text[]) -- if owed_by
  and r.street_code = any(:'street_code'::text[]) -- if street_code
  and case :'role' when 'district' then r.owed_by in ('district', 'department') when 'company' then r.owed_by = 'firm' else r.owed_by = :'role' end -- if mine=true
  and not (case :'role' when 'district' then r.owed_by in ('district', 'department') when 'company' then r.owed_by = 'firm' else r.owed_by = :'role' end) -- if mine=false
  and (r.due_on, r.id) > (:'after_key'::date, :'after_id'::uuid) -- if cursor
order by r.due_on, r.id -- if sort=due_on
limit :'limit'::bigint -- if limit
