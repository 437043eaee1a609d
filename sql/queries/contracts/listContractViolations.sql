select v.id, v.contract_id, v.firm_id, v.kind, v.severe, v.occurred_on, v.statement, v.state, v.proposed_role, v.proposed_at, v.decided_at, v.decision, v.version
from contract_violations v
where v.district_code = :'district'
  and v.contract_id = :'contract_id'::uuid -- if contract_id
  and v.firm_id = :'firm_id'::uuid -- if firm_id
  and v.kind = any(:'kind'::text[]) -- if kind
  and v.state = any(:'state'::text[]) -- if state
  and v.severe = :'severe'::boolean -- if severe
  and v.occurred_on >= :'occurred_from'::date -- if occurred_from
  and v.occurred_on < :'occurred_before'::date -- if occurred_before
  and (v.occurred_on, v.id) < (:'after_key'::date, :'after_id'::uuid) -- if cursor, sort=-occurred_on
  and (v.occurred_on, v.id) > (:'after_key'::date, :'after_id'::uuid) -- if cursor, sort=occurred_on
order by v.occurred_on desc, v.id desc -- if sort=-occurred_on
order by v.occurred_on, v.id -- if sort=occurred_on
limit :'limit'::bigint -- if limit
