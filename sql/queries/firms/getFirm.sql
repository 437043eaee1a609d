select
    f.id, f.uscc, f.name, f.locality, f.registered_division, f.service_hotline, f.party_org, f.party_org_since,
    f.market_access, f.status, f.uscc_override_reason, f.version, f.created_at, f.updated_at
from firms f
where f.district_code = :'district' and f.id = :'id'::uuid
