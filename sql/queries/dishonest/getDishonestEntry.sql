select c.*
from dishonest_entries_at(coalesce(:'as_of'::date, :'today'::date)) e
cross join lateral dishonest_card(e) c
where e.district_code = :'district' and e.id = :'id'::uuid
