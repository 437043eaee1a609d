select a.*
from committee_audit_cards a
where true
  and a.committee_id = :'committee_id'::uuid -- if committee_id
  and a."estate.id" = :'estate_id'::uuid -- if estate_id
  and a.street_code = any(:'street_code'::text[]) -- if street_code
  and a.kind = any(:'kind'::text[]) -- if kind
  and (a.reported_on is not null) = :'reported'::boolean -- if reported
  and a.updated_at >= :'updated_since'::timestamptz -- if updated_since
  and (a.commissioned_on, a.id) < (:'after_key'::date, :'after_id'::uuid) -- if cursor
order by a.commissioned_on desc, a.id desc -- if sort=-commissioned_on
limit :'limit'::bigint -- if limit
