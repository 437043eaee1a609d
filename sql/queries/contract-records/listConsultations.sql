select s.id, s.estate_id, s.kind, s.held_on, s.convened_by, to_json(s.participants) as participants, s.matter, s.outcome, s.recorded_at
from consultations s
where s.district_code = :'district'
  and s.estate_id = :'estate_id'::uuid -- if estate_id
  and s.kind = any(:'kind'::text[]) -- if kind
  and (s.held_on, s.id) < (:'after_key'::date, :'after_id'::uuid) -- if cursor, sort=-held_on
  and (s.held_on, s.id) > (:'after_key'::date, :'after_id'::uuid) -- if cursor, sort=held_on
order by s.held_on desc, s.id desc -- if sort=-held_on
order by s.held_on, s.id -- if sort=held_on
limit :'limit'::bigint -- if limit
