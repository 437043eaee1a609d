-- 个人信用档案 (D20).
select s.id, s.name, f.id as "firm.id", f.name as "firm.name", posts_of(s.district_code, s.id, :'today'::date) as posts, c.dishonest, c.good_points, c.bad_points, c.records
from staff s
join firms f on f.district_code = s.district_code and f.id = s.firm_id
cross join lateral credit_file('person', s.id, :'today'::date, :'now'::timestamptz) c
where s.district_code = :'district' and s.id = :'id'::uuid
