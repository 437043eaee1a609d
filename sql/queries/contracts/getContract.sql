select
    c.id, c.registration_no, c.kind, c.state, f.id as "firm.id", f.name as "firm.name", f.uscc as "firm.uscc", c.award_method, c.service_grade,
    c.fee_m2_month, c.annual_fee, c.fee_cadence, c.fee_relief, c.service_start, c.fee_start, c.end_date, c.terminated_on, c.filed_at, c.review,
    (select coalesce(json_agg(json_build_object('id', e.id, 'code', e.code, 'name', e.name) order by e.code), '[]')
     from contract_estates ce join estates e on e.district_code = ce.district_code and e.id = ce.estate_id
     where ce.district_code = c.district_code and ce.contract_id = c.id) as estates,
    c.version, c.created_at, c.updated_at
from contracts c
left join firms f on f.district_code = c.district_code and f.id = c.firm_id
where c.district_code = :'district' and c.id = :'id'::uuid
