select c.*, refused(m.problem) as "!problem"
from three_form_make(:'new_id'::uuid, :'estate_id'::uuid, :'category', :'found_at'::timestamptz, :'place_masked', :'offender_masked', :'facts_masked',
    array(select jsonb_array_elements_text(coalesce(:'evidence'::jsonb, '[]'))), :'client', :'now'::timestamptz) m
left join lateral three_form_card(m.id) c on m.problem is null
