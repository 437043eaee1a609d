-- Every period, past and planned; with as_of as the register had them when that day was over.
select m.mode, m.valid_from, m.valid_to, m.reason, nullif(m.known_from, '-infinity') as known_from
from estate_modes m -- if !as_of
from estate_modes_at(:'as_of'::date) m -- if as_of
where m.district_code = :'district' and m.estate_id = :'id'::uuid
  and (select must_exist(exists (select from estates e where e.district_code = :'district' and e.id = :'id'::uuid))) -- if !as_of
  and (select must_exist(exists (select from estates_at(:'as_of'::date) e where e.district_code = :'district' and e.id = :'id'::uuid))) -- if as_of
  and m.valid_from > :'after_key'::date -- if cursor
order by m.valid_from -- if sort=valid_from
limit :'limit'::bigint -- if limit
