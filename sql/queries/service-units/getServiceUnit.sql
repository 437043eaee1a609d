select u.id, u.name, u.created_at, service_unit_estate_names(u.id) as estates
from service_units u
where u.district_code = :'district' and u.id = :'id'::uuid
