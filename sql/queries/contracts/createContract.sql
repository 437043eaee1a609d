select k.*, refused(d.problem) as "!problem"
from contract_draft(:'new_id'::uuid, :'body'::jsonb - 'estate_codes' || jsonb_build_object('award_reference', :'award_reference_masked'::text), case when :'estate_codes'::text is not null then
         array(select jsonb_array_elements_text(:'estate_codes'::jsonb)) end, :'now'::timestamptz, :'today'::date) d
left join lateral contract_now((d.moved).id, :'today'::date, d.expiring_days) k on true
