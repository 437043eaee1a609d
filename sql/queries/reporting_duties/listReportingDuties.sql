select c.*
from reporting_duty_cards c
where true
  and c.shipped = :'shipped'::boolean -- if shipped
  and c.code = :'code'::text -- if code
  and c.owed_by = any(:'owed_by'::text[]) -- if owed_by
  and c.cadence = any(:'cadence'::text[]) -- if cadence
  and c.effective_from <= :'as_of'::date and coalesce(c.effective_to > :'as_of'::date, true) -- if as_of
  and (c.effective_from, c.id) < (:'after_key'::date, :'after_id'::uuid) -- if cursor
order by c.effective_from desc, c.id desc -- if sort=-effective_from
limit :'limit'::bigint -- if limit
