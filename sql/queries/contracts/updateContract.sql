-- What is replaced goes to contracts_past; which fields there are says the body's schema.
select k.*, m.standing as "!state", refused(m.problem) as "!problem"
from contract_move(:'id'::uuid, 'change', :'body'::jsonb - 'estate_codes'
    || jsonb_build_object('award_reference', :'award_reference_masked'::text) -- if award_reference_masked
    , null, :'now'::timestamptz, :'today'::date, :'if_version'::integer,
    contract_served(array(select jsonb_array_elements_text(:'estate_codes'::jsonb))) -- if estate_codes
    null -- if !estate_codes
) m
left join lateral contract_now((m.moved).id, :'today'::date, m.expiring_days) k on true
