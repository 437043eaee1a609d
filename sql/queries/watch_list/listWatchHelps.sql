select h.id, h.entry_id, h.helped_on, h.helpers, h.causes, h.done, h.next, h.created_at
from watch_help_cards h
where must_exist(exists (select from watch_entries w where w.district_code = :'district' and w.id = :'id'::uuid)) and h.entry_id = :'id'::uuid
  and (h.helped_on, h.id) < (:'after_key'::date, :'after_id'::uuid) -- if cursor
order by h.helped_on desc, h.id desc -- if sort=-helped_on
limit :'limit'::bigint -- if limit
