-- With as_of what holds on that day: a district's own item in place of the common one, and none that was taken away.
select i.id, i.district_code = '*' as common, i.purpose, i.code, i.zh, i.en, i.applies, i.basis, i.effective_from, i.effective_to, i.created_at
from committee_negative_items i
where i.district_code in (:'district', '*')
  and i.purpose = any(:'purpose'::text[]) -- if purpose
  and committee_negative_item(i.purpose, i.code, :'as_of'::date) = i.id -- if as_of
  and (i.code, i.id) > (:'after_key', :'after_id'::uuid) -- if cursor
order by i.code, i.id -- if sort=code
limit :'limit'::bigint -- if limit
