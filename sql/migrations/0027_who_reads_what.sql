-- Who vouched for a code that fails the check is kept as the user's id, as the API writes it, also where a file brought it.
set local role wuye_owner;

update firms f set uscc_override_by = u.id::text
from users u
where u.district_code = f.district_code and u.name = f.uscc_override_by;
update firms_past f set uscc_override_by = u.id::text
from users u
where u.district_code = f.district_code and u.name = f.uscc_override_by;
