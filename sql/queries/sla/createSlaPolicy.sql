-- The district's own, from tomorrow or later; the one for the same things that runs then ends there, and one that is planned still comes. What runs already keeps the limit
-- that it started with, for what holds today is not touched.
with told as (
    select :'policy_set'::text as policy_set, :'kind'::text as kind, coalesce(:'urgency', '*') as urgency, coalesce(:'category', '*') as category,
        coalesce(:'expedited'::boolean::text, '*') as expedited, coalesce(:'complex'::boolean::text, '*') as complex, coalesce(:'street_code', '*') as street_code,
        coalesce(:'request_type', '*') as request_type, coalesce(:'source', '*') as source, :'effective_from'::date as effective_from
), judged as (
    select case
        when t.effective_from <= :'today'::date then 'limit_not_ahead'
        when t.category <> '*' and not exists (select from complaint_categories k where k.code = t.category) then 'category_unknown'
        when t.street_code <> '*' and not exists (select from division_jurisdictions j where j.district_code = :'district' and j.code = t.street_code and j.community_code is null)
            then 'street_unknown'
        end as problem
    from told t
), made as (
    -- No room is made for one that is refused.
    insert into sla_policies (district_code, id, policy_set, kind, urgency, category, expedited, complex, street_code, request_type, source, amount, unit, suspension_stops,
                              warn_amount, warn_unit, alarm_amount, alarm_unit, basis, effective_from, effective_to, ended_for, created_at)
    select :'district', :'new_id'::uuid, t.policy_set, t.kind, t.urgency, t.category, t.expedited, t.complex, t.street_code, t.request_type, t.source,
        :'amount'::integer, :'unit', coalesce(:'suspension_stops'::boolean, true), :'warn_amount'::integer, :'warn_unit', :'alarm_amount'::integer, :'alarm_unit', :'basis_masked',
        t.effective_from, room.next_from, room.next_id, :'now'::timestamptz
    from told t cross join judged j
    cross join lateral sla_policy_room(array[t.policy_set, t.kind, t.urgency, t.category, t.expedited, t.complex, t.street_code, t.request_type, t.source], t.effective_from,
        case when j.problem is null then :'new_id'::uuid end) room
    where j.problem is null
    returning *
)
select s.*, refused(j.problem) as "!problem"
from judged j
left join made m on true
left join lateral sla_policy_card(m) s on true
