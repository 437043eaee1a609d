select c.*, refused(m.problem) as "!problem"
from committee_negative_item_set(:'new_id'::uuid, :'body'::jsonb, :'now'::timestamptz, :'today'::date) m
left join lateral committee_negative_item_card(m.id) c on m.problem is null
