-- What became of each complaint that came in a period, as statistics count it: the one place that says what is dispatched, answered in time, reached, solved,
-- satisfied, due and on time. With the caller's rights, so that a figure is made of what its reader may list. Plain enough for the planner to see through: the
-- period is a range of complaints_newest, and a filter of the caller's comes on top.
--
-- merged: joined to another, which stands for it. fair: counted towards rates: neither merged, nor refused, nor found unreasonable (invalid) or beyond the
-- handler's duty. Handled: reported since it was last dispatched, else closed, while no later step has opened it again.
set role wuye_owner;

drop function if exists complaint_outcomes(date, date, date, timestamptz);
create function complaint_outcomes(first date, before date, ruled_on date, moment timestamptz) returns table (
    id uuid, received_at timestamptz, source text, request_type text, category text, urgency text, street_code text, community_code text, estate_id uuid,
    firm_id uuid, merged boolean, fair boolean, valid boolean, open boolean, dispatched boolean, answered boolean, reached boolean, solved boolean,
    satisfied boolean, due boolean, on_time boolean, dispatched_on date, reported_on date, closed_on date
) language sql stable parallel safe as $$
    select o.id, o.received_at, o.source, o.request_type, o.category, o.urgency, o.street_code, o.community_code, o.estate_id, o.firm_id,
        o.merged, o.fair, not o.merged and o.validity = 'valid', not o.merged and o.state not in ('closed', 'rejected'),
        o.fair and o.dispatched_at is not null,
        o.fair and o.dispatched_at is not null and o.contacted_at is not null and coalesce(o.contacted_at <= o.contact_due_at, true),
        o.fair and o.reached, o.fair and o.reached and o.solved, o.fair and o.reached and o.satisfied,
        o.fair and o.due_at is not null and (o.handled_at is not null or o.due_at < o.moment),
        o.fair and coalesce(o.handled_at <= o.due_at, false),
        (o.dispatched_at at time zone 'Asia/Shanghai')::date,
        case when o.fair and o.reported_at >= o.dispatched_at then (o.reported_at at time zone 'Asia/Shanghai')::date end,
        case when o.fair and o.state = 'closed' and o.closed_at >= o.dispatched_at then (o.closed_at at time zone 'Asia/Shanghai')::date end
    from (
        select c.*, complaint_outcomes.moment,
            -- Limits as they stand on the complaint: of contact and of handling.
            c.due_at as contact_due_at,
            c.state = 'merged' as merged,
            c.state not in ('merged', 'rejected') and c.validity not in ('invalid', 'out_of_duty') as fair,
            coalesce(c.result in ('solved', 'partly', 'unsolved'), false) as reached,
            c.result = 'solved' or c.result = 'partly' and (select complaint_rule('partly_counts', complaint_outcomes.ruled_on)) = 1 as solved,
            coalesce(c.satisfaction in ('satisfied', 'very_satisfied')
                     or c.satisfaction = 'understanding' and (select complaint_rule('understanding_counts', complaint_outcomes.ruled_on)) = 1, false) as satisfied,
            case when c.state in ('resolved_reported', 'callback', 'closed')
                 then coalesce(case when c.reported_at >= coalesce(c.dispatched_at, c.reported_at) then c.reported_at end, c.closed_at) end as handled_at
        from (select k.id, k.received_at, k.source, k.request_type, k.category, k.urgency, k.street_code, k.community_code, k.estate_id, k.firm_id, k.state,
                     k.validity, k.result, k.satisfaction, k.due_at, k.dispatched_at, k.contacted_at, k.reported_at, k.closed_at
              from complaints k
              where k.district_code = (select current_district())
                and k.received_at >= complaint_outcomes.first::timestamp at time zone 'Asia/Shanghai'
                and k.received_at < complaint_outcomes.before::timestamp at time zone 'Asia/Shanghai') c
    ) o
$$;
-- The city platform counts too.
grant execute on function complaint_rule(text, date) to wuye_platform;
grant execute on function complaint_outcomes(date, date, date, timestamptz) to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform;

reset role;
