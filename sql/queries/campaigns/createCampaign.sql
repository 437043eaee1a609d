select c.*, refused(m.problem) as "!problem"
from campaign_create(:'new_id'::uuid, :'body'::jsonb
    || jsonb_build_object('source', :'source_masked'::text) -- if source_masked
    , :'now'::timestamptz) m
left join lateral campaign_card(m.id) c on m.problem is null
