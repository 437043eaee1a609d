select c.*, refused(m.problem) as "!problem"
from committee_account_open(:'new_id'::uuid, :'id'::uuid, jsonb_strip_nulls(:'body'::jsonb || jsonb_build_object('bank', :'bank_masked'::text, 'managed_with', :'managed_with_masked'::text,
    'bookkeeper', :'bookkeeper_masked'::text)), :'now'::timestamptz, :'today'::date) m
left join lateral committee_account_card(m.id) c on m.problem is null
where m.id is not null
