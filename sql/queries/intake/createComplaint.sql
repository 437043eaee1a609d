-- As a ticket is taken (sql/functions/intake_of_tickets.sql), under a number made for it, and within the caller's own area. What is about a leak or retaliation is
-- taken from anyone, though none but the district finds it again.
with judged as (
    select
        to_char(:'now'::timestamptz at time zone 'Asia/Shanghai', 'YYYYMMDD') || '-' || upper(right(:'new_id'::text, 12)) as number,
        case
        when :'category'::text is not null and not exists (
            select from complaint_categories k
            where k.code = :'category' and k.effective_from <= :'today'::date and coalesce(k.effective_to > :'today'::date, true)) then 'category_unknown'
        when :'estate_code'::text is not null and not exists (select from estates e where e.district_code = :'district' and e.code = :'estate_code') then 'estate_unknown'
        when :'division_code'::text is not null and not exists (
            select from division_jurisdictions j
            where j.district_code = :'district' and j.code = :'division_code'
              and j.effective_from <= :'today'::date and coalesce(j.effective_to > :'today'::date, true)
              and (:'street'::text is null or j.street_code = :'street') and (:'community'::text is null or j.community_code = :'community')) then 'place_outside'
        end as problem
)
select t.complaint_id as id, t.source, t.ticket_no, t.category, 'received' as state, t.estate_id, t.street_code, t.community_code, t.received_at, t.created_at,
    set_config('wuye.target', t.complaint_id::text, true) as "!target", null as "!problem"
from judged j
cross join lateral take_ticket(
    row(:'source', j.number, 1, :'body_hash', :'request_type', :'category', :'urgency', coalesce(:'received_at'::timestamptz, :'now'::timestamptz), :'occurred_at'::timestamptz,
        :'estate_code', null, coalesce(:'division_code', :'community', :'street'), :'title_masked', :'place_masked', :'content_masked',
        :'leader_instruction', :'group_petition', :'opinion_event', :'secret', :'anonymous',
        :'seal_key', :'complainant_name_sealed', :'complainant_phone_sealed', :'complainant_phone_hash', :'complainant_address_sealed',
        :'place_sealed', :'title_sealed', :'content_sealed')::ticket_told,
    :'new_id'::uuid, :'user_id'::uuid, :'client', :'role', :'now'::timestamptz) t
where j.problem is null
union all
select null, null, null, null, null, null, null, null, null, null, null, refused(j.problem)
from judged j
where j.problem is not null
