select s.id, s.estate_id, s.kind, s.purpose, s.amount, s.entry_on, s.note, s.entered_at
from surplus_entries s
where s.district_code = :'district'
  and s.estate_id = :'estate_id'::uuid -- if estate_id
  and (s.entry_on, s.id) < (:'after_key'::date, :'after_id'::uuid) -- if cursor, sort=-entry_on
  and (s.entry_on, s.id) > (:'after_key'::date, :'after_id'::uuid) -- if cursor, sort=entry_on
order by s.entry_on desc, s.id desc -- if sort=-entry_on
order by s.entry_on, s.id -- if sort=entry_on
limit :'limit'::bigint -- if limit
