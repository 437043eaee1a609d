-- Row security: the district's all, a street's own and whoever is drawn to visit its area.
select c.*
from inspectors i
join inspector_cards c on c.id = i.id
where i.district_code = :'district'
  and i.unit = any(:'unit'::text[]) -- if unit
  and i.street_code = any(:'street_code'::text[]) -- if street_code
  and :'speciality'::text = any(i.specialities) -- if speciality
  and daterange(i.valid_from, i.valid_to) @> :'as_of'::date -- if as_of
  and (i.created_at, i.id) < (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor
order by i.created_at desc, i.id desc -- if sort=-created_at
limit :'limit'::bigint -- if limit
