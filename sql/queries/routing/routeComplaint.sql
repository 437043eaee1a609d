select r.id, r.unit_kind, f.id as "firm.id", f.name as "firm.name", r.street_code, r.community_code, r.department,
    (select coalesce(json_agg(json_build_object('id', d.id, 'name', d.name) order by d.street_code nulls last, d.name, d.id), '[]')
     from departments d
     where d.district_code = :'district' and d.code = r.department and d.valid_from <= :'today'::date and coalesce(d.valid_to > :'today'::date, true)
       and coalesce(d.street_code = r.street_code, d.street_code is null)) as departments,
    r.delegated, r.expedited, r.confidential, r.enforcement_route, r.first_contact, r.rule_id, to_json(r.reasons) as reasons
from complaint_route(:'id'::uuid, :'today'::date) r
left join firms f on f.district_code = :'district' and f.id = r.firm_id
