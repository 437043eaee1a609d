select u.id, u.name, u.display_name, u.role, u.street_code, u.community_code, u.firm_id, u.state, u.version, u.created_at, u.updated_at
from users u
where u.district_code = :'district' and u.id = :'id'::uuid
