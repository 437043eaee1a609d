select m.published, m.already, m.left_out, :'now'::timestamptz as published_at, refused(m.problem) as "!problem"
from issues_publish(array(select jsonb_array_elements_text(:'ids'::jsonb)::uuid), :'campaign_id'::uuid, :'ledger'::text, :'role'::text, :'client'::text, :'now'::timestamptz) m
