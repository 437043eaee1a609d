select c.*, refused(m.problem) as "!problem"
from listing_make(:'new_id'::uuid, :'body'::jsonb || jsonb_strip_nulls(jsonb_build_object('basis', :'basis_masked'::text, 'demands', :'demands_masked'::text)),
    array(select c.id from jsonb_array_elements_text(:'body'::jsonb -> 'complaint_ids') v join complaints c on c.district_code = :'district' and c.id = v::uuid), :'role', :'now'::timestamptz, :'today'::date) m
left join lateral listing_card(m.id) c on m.problem is null
