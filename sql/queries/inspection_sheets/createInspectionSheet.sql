select c.*, refused(m.problem) as "!problem"
from inspection_sheet_draft(:'new_id'::uuid, :'body'::jsonb, :'now'::timestamptz) m
left join lateral inspection_sheet_card(m.moved, :'today'::date) c on true
