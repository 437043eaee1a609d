select c.*, refused(m.problem) as "!problem"
from mediation_case_make(:'new_id'::uuid, :'body'::jsonb || jsonb_strip_nulls(jsonb_build_object('title', :'title_masked'::text, 'applicant', :'applicant_masked'::text,
        'respondent', :'respondent_masked'::text)),
    (select (o.received_at at time zone 'Asia/Shanghai')::date from complaints o
     where o.district_code = :'district' and o.id = :'complaint_id'::uuid and coalesce(o.estate_id = :'estate_id'::uuid, true) and not o.confidential),
    :'role', :'now'::timestamptz, :'today'::date) m
left join lateral mediation_case_card(m.id) c on m.problem is null
