select
    c.id, c.registration_no, c.kind, c.state, f.id as "firm.id", f.name as "firm.name", f.uscc as "firm.uscc", c.award_method, c.service_grade,
    c.fee_m2_month, c.annual_fee, c.fee_cadence, c.fee_relief, c.service_start, c.fee_start, c.end_date, c.terminated_on, c.filed_at, c.review,
    (select coalesce(json_agg(json_build_object('id', e.id, 'code', e.code, 'name', e.name) order by e.code), '[]')
     from contract_estates ce join estates e on e.district_code = ce.district_code and e.id = ce.estate_id
     where ce.district_code = c.district_code and ce.contract_id = c.id) as estates,
    c.version, c.created_at, c.updated_at
from contracts c
left join firms f on f.district_code = c.district_code and f.id = c.firm_id
where c.district_code = :'district'
  and c.firm_id = :'firm_id'::uuid -- if firm_id
  and c.id in (select ce.contract_id from contract_estates ce where ce.district_code = :'district' and ce.estate_id = :'estate_id'::uuid) -- if estate_id
  and c.kind = :'kind'::text -- if kind
  and c.state = any(:'state'::text[]) -- if state
  and c.in_force and c.service_period @> :'as_of'::date -- if as_of
  and c.updated_at >= :'updated_since'::timestamptz -- if updated_since
  and (c.service_start, c.id) < (:'after_key'::date, :'after_id'::uuid) -- if cursor, sort=-service_start
  and (c.service_start, c.id) > (:'after_key'::date, :'after_id'::uuid) -- if cursor, sort=service_start
order by c.service_start desc, c.id desc -- if sort=-service_start
order by c.service_start, c.id -- if sort=service_start
limit :'limit'::bigint -- if limit
