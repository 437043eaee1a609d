select c.*, refused(m.problem) as "!problem"
from committee_negative_item_set(:'new_id'::uuid, jsonb_strip_nulls(:'body'::jsonb || jsonb_build_object('zh', :'zh_masked'::text, 'en', :'en_masked'::text,
    'basis', :'basis_masked'::text)), :'now'::timestamptz, :'today'::date) m
left join lateral committee_negative_item_card(m.id) c on m.problem is null
