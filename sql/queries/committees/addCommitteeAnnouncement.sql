select c.*, refused(m.problem) as "!problem"
from committee_announcement_add(:'new_id'::uuid, :'id'::uuid, jsonb_strip_nulls(:'body'::jsonb || jsonb_build_object('title', :'title_masked'::text, 'content', :'content_masked'::text,
    'fund_source', :'fund_source_masked'::text, 'fund_use', :'fund_use_masked'::text, 'place', :'place_masked'::text)), :'now'::timestamptz, :'today'::date) m
left join lateral committee_announcement_card(m.id) c on m.problem is null
where m.id is not null
