select v.id, v.contract_id, v.firm_id, v.kind, v.severe, v.occurred_on, v.statement, v.state, v.proposed_role, v.proposed_at, v.decided_at, v.decision, v.version
from contract_violations v
where v.district_code = :'district' and v.id = :'id'::uuid
