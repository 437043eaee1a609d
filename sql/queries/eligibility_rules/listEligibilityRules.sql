select r.id, r.district_code = '*' as common, r.purpose as "for", r.reason, c.zh, c.en, r.bars, r.position, r.basis, r.effective_from, r.effective_to, r.created_at
from eligibility_rules r
left join codes c on c.list_code = 'eligibility_reason' and c.code = r.reason and c.effective_from <= :'today'::date and coalesce(c.effective_to > :'today'::date, true)
where r.district_code in (:'district', '*')
  and r.purpose = any(:'for'::text[]) -- if for
  and r.effective_from <= :'as_of'::date and coalesce(r.effective_to > :'as_of'::date, true) -- if as_of
  and (r.effective_from, r.id) > (:'after_key'::date, :'after_id'::uuid) -- if cursor
order by r.effective_from, r.id -- if sort=effective_from
limit :'limit'::bigint -- if limit
