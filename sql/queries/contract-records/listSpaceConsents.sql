select s.id, s.contract_id, s.space, s.use, s.consented_by, s.consented_on, s.document, s.valid_from, s.valid_to, s.recorded_at
from space_consents s
where s.district_code = :'district'
  and s.contract_id = :'contract_id'::uuid -- if contract_id
  and s.valid_from <= :'as_of'::date and coalesce(s.valid_to > :'as_of'::date, true) -- if as_of
  and (s.valid_from, s.id) < (:'after_key'::date, :'after_id'::uuid) -- if cursor, sort=-valid_from
  and (s.valid_from, s.id) > (:'after_key'::date, :'after_id'::uuid) -- if cursor, sort=valid_from
order by s.valid_from desc, s.id desc -- if sort=-valid_from
order by s.valid_from, s.id -- if sort=valid_from
limit :'limit'::bigint -- if limit
