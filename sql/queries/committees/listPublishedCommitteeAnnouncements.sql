-- Without a token those of every district, with one those of the caller's.
select a.*
from published_committee_announcements a
where true
  and a.district_code = :'district_code'::text -- if district_code
  and a.street_code = any(:'street_code'::text[]) -- if street_code
  and a."estate.id" = :'estate_id'::uuid -- if estate_id
  and a.committee_id = :'committee_id'::uuid -- if committee_id
  and a.kind = any(:'kind'::text[]) -- if kind
  and a.announced_on >= :'announced_from'::date -- if announced_from
  and a.announced_on < :'announced_before'::date -- if announced_before
  and (a.announced_on, a.id) < (:'after_key'::date, :'after_id'::uuid) -- if cursor
order by a.announced_on desc, a.id desc -- if sort=-announced_on
limit :'limit'::bigint -- if limit
