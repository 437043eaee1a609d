select
    p.id, p.target_kind, p.target_id, p.patch, p.base, p.reason, p.state, p.firm_id, p.street_code, p.community_code, p.proposed_by, p.proposed_at, p.decided_by, p.decided_at,
    p.decision_reason, p.version
from change_proposals p
where p.district_code = :'district'
  and p.state = any(:'state'::text[]) -- if state
  and p.target_kind = :'target_kind'::text -- if target_kind
  and p.target_id = :'target_id'::uuid -- if target_id
  and (p.proposed_at, p.id) < (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor, sort=-proposed_at
  and (p.proposed_at, p.id) > (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor, sort=proposed_at
order by p.proposed_at desc, p.id desc -- if sort=-proposed_at
order by p.proposed_at, p.id -- if sort=proposed_at
limit :'limit'::bigint -- if limit
