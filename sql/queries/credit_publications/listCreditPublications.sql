-- Row security: the caller's district's; without a token those of every district that are not withdrawn.
select c.*
from credit_publication_cards c
where true
  and c.district_code = :'district_code'::text -- if district_code
  and c.kind = any(:'kind'::text[]) -- if kind
  and c.subject_kind = :'subject_kind'::text -- if subject_kind
  and c.state = :'state'::text -- if state
  and c.published_on >= :'published_from'::date -- if published_from
  and c.published_on < :'published_before'::date -- if published_before
  and (c.published_on, c.id) < (:'after_key'::date, :'after_id'::uuid) -- if cursor
order by c.published_on desc, c.id desc -- if sort=-published_on
limit :'limit'::bigint -- if limit
