select c.id, c."training.id", c."training.title", c."training.subject", c."training.held_on", c."staff.id", c."staff.name", c."firm.id", c."firm.name", c.hours, c.recorded_at
from training_attendance_cards c
where c.held
  and c."training.id" = :'training_id'::uuid -- if training_id
  and c."firm.id" = :'firm_id'::uuid -- if firm_id
  and c."staff.id" = :'staff_id'::uuid -- if staff_id
  and c."training.held_on" >= :'held_from'::date -- if held_from
  and c."training.held_on" < :'held_before'::date -- if held_before
  and (c.recorded_at, c.id) < (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor
order by c.recorded_at desc, c.id desc -- if sort=-recorded_at
limit :'limit'::bigint -- if limit
