-- What became of each complaint that came in a period, as statistics count it: the one place that says what is dispatched, answered in time, reached, solved,
-- satisfied, due and on time. With the caller's rights, so that a figure is made of what its reader may list. Plain enough for the planner to see through: the
-- period is a range of complaints_newest, and a filter of the caller's comes on top. Each `offset 0` has what is told of a row told once, not at every mention.
--
-- merged: joined to another, which stands for it. fair: counted towards rates: neither merged, nor refused, nor found unreasonable (invalid) or beyond the
-- handler's duty. Handled: reported since it was last dispatched, else closed, while no later step has opened it again. Days are days of Asia/Shanghai, the time
-- zone of every login.
set role wuye_owner;

drop function if exists complaint_outcomes(date, date, date, timestamptz);
create function complaint_outcomes(first date, before date, ruled_on date, moment timestamptz) returns table (
    id uuid, received_at timestamptz, source text, request_type text, category text, urgency text, street_code text, community_code text, estate_id uuid,
    firm_id uuid, merged boolean, fair boolean, valid boolean, open boolean, dispatched boolean, answered boolean, reached boolean, solved boolean,
    satisfied boolean, due boolean, on_time boolean, dispatched_on date, reported_on date, closed_on date
) language sql stable parallel safe as $$
    select k.id, k.received_at, k.source, k.request_type, k.category, k.urgency, k.street_code, k.community_code, k.estate_id, k.firm_id,
        s.merged, s.fair, not s.merged and k.validity = 'valid', not s.merged and k.state not in ('closed', 'rejected'),
        s.fair and k.dispatched_at is not null,
        s.fair and k.dispatched_at is not null and k.contacted_at is not null and coalesce(k.contacted_at <= s.contact_due_at, true),
        s.reached,
        s.reached and (k.result = 'solved' or k.result = 'partly' and (select r.value from rule_at('partly_counts', '*', complaint_outcomes.ruled_on) r) = 1),
        s.reached and coalesce(k.satisfaction in ('satisfied', 'very_satisfied')
                               or k.satisfaction = 'understanding' and (select r.value from rule_at('understanding_counts', '*', complaint_outcomes.ruled_on) r) = 1, false),
        s.fair and s.due_at is not null and (s.handled_at is not null or s.due_at < complaint_outcomes.moment and k.stopped_at is null),
        s.fair and coalesce(s.handled_at <= s.due_at, false),
        k.dispatched_at::date,
        case when s.fair and k.reported_at >= k.dispatched_at then k.reported_at::date end,
        case when s.fair and k.state = 'closed' and k.closed_at >= k.dispatched_at then k.closed_at::date end
    from complaints k
    cross join lateral (
        select f.merged, f.fair, f.fair and k.result in ('solved', 'partly', 'unsolved') as reached,
            -- Limits as they stand on the complaint: of contact and of handling.
            k.due_at as contact_due_at, k.due_at,
            case when k.state in ('resolved_reported', 'callback', 'closed')
                 then coalesce(case when k.reported_at >= coalesce(k.dispatched_at, k.reported_at) then k.reported_at end, k.closed_at) end as handled_at
        from (select k.state = 'merged' as merged, k.state not in ('merged', 'rejected') and k.validity not in ('invalid', 'out_of_duty') as fair offset 0) f
        offset 0
    ) s
    where k.district_code = (select current_district())
      and k.received_at >= complaint_outcomes.first::timestamptz and k.received_at < complaint_outcomes.before::timestamptz
$$;
grant execute on function complaint_outcomes(date, date, date, timestamptz) to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform;

reset role;
