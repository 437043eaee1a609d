-- A defect that is there already at that place is counted with it: the answer is that issue.
select c.*, coalesce(c.open_due < :'today'::date, false) as overdue, m.known, refused(m.problem_code) as "!problem",
    case m.problem_code when 'issue_defect_unknown' then issue_defect_faults(:'defect_list'::text, :'defect_code'::text, :'severity'::text, coalesce(:'found_on'::date, :'today'::date)) end as "!faults"
from issue_record(:'new_id'::uuid, :'campaign_id'::uuid, :'ledger'::text, coalesce(:'level'::text, 'street'), :'estate_id'::uuid,
    coalesce(:'street_code'::text, case :'role'::text when 'street' then current_street() end), coalesce(:'community_code'::text, current_community()),
    :'place'::text, :'place_masked'::text, :'defect_list'::text, :'defect_code'::text, :'problem'::text, :'problem_masked'::text, :'complexity'::text, :'severity'::text,
    coalesce(:'source'::text, 'patrol'), null, null, null, coalesce(:'found_on'::date, :'today'::date), false, current_user_id(), :'role'::text, :'now'::timestamptz) m
left join lateral issue_card(m.id) c on m.problem_code is null
