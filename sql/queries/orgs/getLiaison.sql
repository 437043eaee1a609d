select
    l.id, l.campaign, l.street_code, l.name, l.post, l.phone, l.valid_from, l.valid_to, l.end_reason, l.replaced_by, l.version,
    l.created_at, l.updated_at
from liaisons l
where l.district_code = :'district' and l.id = :'id'::uuid
