select
    s.id, s.firm_id, s.name, s.certificate_no, s.party_member, s.joined_on, s.left_on,
    posts_of(s.district_code, s.id, coalesce(:'as_of'::date, :'today'::date)) as posts,
    s.version, s.created_at, s.updated_at
from staff s -- if !as_of
from staff_at(:'as_of'::date) s -- if as_of
where s.district_code = :'district' and s.id = :'id'::uuid
