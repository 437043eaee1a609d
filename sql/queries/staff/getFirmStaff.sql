select
    s.id, s.firm_id, s.name, s.certificate_no, s.party_member, s.joined_on, s.left_on,
    (select coalesce(json_agg(json_build_object('id', r.id, 'post', r.role, 'valid_from', r.valid_from, 'valid_to', r.valid_to,
                'estate', case when e.id is not null then json_build_object('id', e.id, 'code', e.code, 'name', e.name) end) order by r.valid_from, r.id), '[]')
     from person_roles r
     left join estates e on e.district_code = r.district_code and e.id = r.estate_id
     where r.district_code = s.district_code and r.staff_id = s.id and r.known_from < (coalesce(:'as_of'::date, :'today'::date) + 1)::timestamptz
       and daterange(r.valid_from, r.valid_to) @> coalesce(:'as_of'::date, :'today'::date)) as posts,
    s.version, s.created_at, s.updated_at
from staff s -- if !as_of
from staff_at(:'as_of'::date) s -- if as_of
where s.district_code = :'district' and s.id = :'id'::uuid
