select c.*, refused(m.problem) as "!problem"
from score_sheet_draft(:'new_id'::uuid, :'body'::jsonb, :'now'::timestamptz) m
left join lateral score_sheet_card(m.moved, :'today'::date) c on true
