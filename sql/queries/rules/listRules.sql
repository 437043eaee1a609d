select k.*
from district_rules r
cross join lateral rule_card(r) k
where r.district_code in (:'district', '*')
  and r.name = any(:'name'::text[]) -- if name
  and r.domain = any(:'domain'::text[]) -- if domain
  and r.subject = any(:'subject'::text[]) -- if subject
  and r.effective_from <= :'as_of'::date and coalesce(r.effective_to > :'as_of'::date, true) -- if as_of
  and (r.effective_from, r.id) > (:'after_key'::date, :'after_id'::uuid) -- if cursor
order by r.effective_from, r.id -- if sort=effective_from
limit :'limit'::bigint -- if limit
