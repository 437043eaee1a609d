select t.number, t.at, t.id, t.log, t.hash, t.line as row
from audit_trail(
    :'month'::text,
    :'after_key'::timestamptz, :'after_id'::uuid, -- if cursor
    '-infinity', '00000000-0000-0000-0000-000000000000', -- if !cursor
    :'limit'::bigint -- if limit
    null -- if !limit
) t
where must_exist(exists (select from audit_seal_cards s where s.month = :'month'::text))
order by t.at, t.id -- if sort=at
