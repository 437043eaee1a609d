select
    p.id, p.target_kind, p.target_id, p.patch, p.base, p.reason, p.state, p.firm_id, p.street_code, p.community_code, p.proposed_by, p.proposed_at, p.decided_by, p.decided_at,
    p.decision_reason, p.version
from change_proposals p
where p.district_code = :'district' and p.id = :'id'::uuid
