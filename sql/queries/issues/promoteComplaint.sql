-- Of a complaint that the caller sees: of its estate, else of its area. Nothing of the complaint is taken over that the officer does not say, and its row is not touched.
select c.*, coalesce(c.open_due < :'today'::date, false) as overdue, m.known, refused(m.problem_code) as "!problem",
    case m.problem_code when 'issue_defect_unknown' then issue_defect_faults(:'defect_list'::text, :'defect_code'::text, :'severity'::text, coalesce(:'found_on'::date, :'today'::date)) end as "!faults"
from (select k.id, k.estate_id, k.street_code, k.community_code from complaint_cards k where k.id = :'id'::uuid) seen
cross join lateral issue_record(:'new_id'::uuid, :'campaign_id'::uuid, coalesce(:'ledger'::text, 'petition'), 'street', seen.estate_id, seen.street_code, seen.community_code,
    :'place'::text, :'place_masked'::text, :'defect_list'::text, :'defect_code'::text, :'problem'::text, :'problem_masked'::text, :'complexity'::text, :'severity'::text,
    'complaint', seen.id, null, null, coalesce(:'found_on'::date, :'today'::date), false, current_user_id(), :'role'::text, :'now'::timestamptz) m
left join lateral issue_card(m.id) c on m.problem_code is null
