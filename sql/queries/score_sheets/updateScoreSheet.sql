select c.*, m.standing as "!state", refused(m.problem) as "!problem"
from score_sheet_change(:'id'::uuid, :'body'::jsonb, :'if_version'::integer, :'now'::timestamptz, :'today'::date) m
left join lateral score_sheet_card(m.moved, :'today'::date) c on true
