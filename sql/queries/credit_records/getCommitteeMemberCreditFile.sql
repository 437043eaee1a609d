-- For authorities alone.
select m.id, m.name, m.committee_id, m.position, m.valid_from, m.valid_to, c.dishonest, c.good_points, c.bad_points, c.records
from committee_members m
cross join lateral credit_file('committee_member', m.id, :'today'::date, :'now'::timestamptz) c
where m.district_code = :'district' and m.id = :'id'::uuid
