select c.*, refused(m.problem) as "!problem", m.standing as "!state", m.faults as "!faults"
from fund_commitment_propose(:'new_id'::uuid, :'id'::uuid, :'body'::jsonb || jsonb_build_object('basis', :'basis_masked'::text, 'project_title', :'project_title_masked'::text),
    :'now'::timestamptz, :'today'::date) m
left join lateral fund_commitment_card(m.id) c on m.problem is null
