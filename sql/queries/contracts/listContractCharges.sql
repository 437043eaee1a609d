select h.id, h.contract_id, h.kind, h.item, h.unit, h.price, h.basis, h.valid_from, h.valid_to, h.published_at
from contract_charges h
where h.district_code = :'district' and h.contract_id = :'id'::uuid
  and (select must_exist(exists (select from contracts c where c.district_code = :'district' and c.id = :'id'::uuid)))
  and h.valid_from <= :'as_of'::date and coalesce(h.valid_to > :'as_of'::date, true) -- if as_of
  and (h.item, h.id) > (:'after_key'::text, :'after_id'::uuid) -- if cursor, sort=item
  and (h.valid_from, h.id) < (:'after_key'::date, :'after_id'::uuid) -- if cursor, sort=-valid_from
order by h.item, h.id -- if sort=item
order by h.valid_from desc, h.id desc -- if sort=-valid_from
limit :'limit'::bigint -- if limit
