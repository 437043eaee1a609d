select c.*
from honour_cards c
where true
  and c.district_code = :'district_code'::text -- if district_code
  and c.subject_kind = any(:'subject_kind'::text[]) -- if subject_kind
  and c.subject_id = :'subject_id'::text -- if subject_id
  and c.firm_id = :'firm_id'::uuid -- if firm_id
  and c.round_id = :'round_id'::uuid -- if round_id
  and c.level = any(:'level'::text[]) -- if level
  and c.class = :'class'::smallint -- if class
  and c.state = :'state'::text -- if state
  and c.granted_on >= :'granted_from'::date -- if granted_from
  and c.granted_on < :'granted_before'::date -- if granted_before
  and :'revocation_due'::boolean = (c.state = 'granted' and c.subject_kind in ('firm', 'estate') and coalesce(c.firm_id = any((select honours_due(:'role', :'today'::date))::uuid[]), false)) -- if revocation_due
  and (c.granted_on, c.id) < (:'after_key'::date, :'after_id'::uuid) -- if cursor
order by c.granted_on desc, c.id desc -- if sort=-granted_on
limit :'limit'::bigint -- if limit
