-- The links of the month beside its rows as they are now: a link without a row was taken away, a row without a link came later. Both sides come in the order of the chain, so that nothing is sorted or kept.
select c.number, coalesce(c.at, l.at) as at, coalesce(c.id, l.id) as id, coalesce(c.log, l.log) as log, c.hash, l.line as row
from (
    select h.at, h.id, h.log, h.number, encode(h.hash, 'hex') as hash
    from audit_chain h
    where h.district_code = :'district' and h.month = :'month'::text
      and (h.at, h.id) > (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor
) c
full join (
    select a.at, a.id, a.log, a.line
    from audit_lines a
    where a.district_code = :'district'
      and a.at >= (select s.from_at from audit_seals s where s.district_code = :'district' and s.month = :'month'::text)
      and a.at < (select s.until_at from audit_seals s where s.district_code = :'district' and s.month = :'month'::text)
      and (a.at, a.id) > (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor
) l on l.at = c.at and l.id = c.id and l.log = c.log
where must_exist(exists (select from audit_seal_cards s where s.month = :'month'::text))
order by coalesce(c.at, l.at), coalesce(c.id, l.id) -- if sort=at
limit :'limit'::bigint -- if limit
