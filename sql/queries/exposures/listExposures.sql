-- Row security: the caller's district's; without a token those of every district.
select x.*
from exposure_cards x
where true
  and x.district_code = :'district_code'::text -- if district_code
  and x.estate_id = :'estate_id'::uuid -- if estate_id
  and x.firm_id = :'firm_id'::uuid -- if firm_id
  and (x.withdrawn_at is not null) = :'withdrawn'::boolean -- if withdrawn
  and x.exposed_on >= :'exposed_from'::date -- if exposed_from
  and x.exposed_on < :'exposed_before'::date -- if exposed_before
  and (x.exposed_on, x.id) < (:'after_key'::date, :'after_id'::uuid) -- if cursor
order by x.exposed_on desc, x.id desc -- if sort=-exposed_on
limit :'limit'::bigint -- if limit
