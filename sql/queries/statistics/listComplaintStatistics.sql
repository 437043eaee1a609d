-- What counts as what stands in complaint_outcomes(). Days are differences of the calendar's running numbers, so that the calendar is read once and not for each
-- complaint. Households are those of the estates in the caller's area that the filters leave: of each group where groups are places or firms, of all otherwise.
with calendar as materialized (
    select p.base, array_agg(n.number order by n.date) as numbers
    from (select coalesce(:'received_from'::date, (:'today'::date - interval '1 year')::date) - 31 as base) p
    cross join lateral working_day_numbers(p.base, :'today'::date + 1) n
    group by p.base
), counted as (
    select
        o.category as part, -- if group_by=category
        o.estate_id as part, -- if group_by=estate
        o.firm_id as part, -- if group_by=firm
        o.street_code as part, -- if group_by=street
        o.community_code as part, -- if group_by=community
        o.source as part, -- if group_by=source
        o.request_type as part, -- if group_by=request_type
        date_trunc('month', o.received_at) as part, -- if group_by=month
        'all' as part, -- if group_by=all
        count(*) as total_raw, count(*) filter (where not o.merged) as total_merged, count(*) filter (where o.valid) as valid,
        count(*) filter (where not o.merged and not o.fair) as excluded, count(*) filter (where o.open) as open,
        count(*) filter (where o.dispatched) as dispatched, count(*) filter (where o.answered) as answered, count(*) filter (where o.reached) as reached,
        count(*) filter (where o.solved) as solved, count(*) filter (where o.satisfied) as satisfied, count(*) filter (where o.due) as due,
        count(*) filter (where o.on_time) as on_time, count(o.reported_on) as reported, count(o.closed_on) as closed,
        sum(k.numbers[o.reported_on - k.base + 1] - k.numbers[o.dispatched_on - k.base + 1]) as report_days,
        sum(k.numbers[o.closed_on - k.base + 1] - k.numbers[o.dispatched_on - k.base + 1]) as close_days
    from complaint_outcomes(coalesce(:'received_from'::date, (:'today'::date - interval '1 year')::date), coalesce(:'received_before'::date, :'today'::date + 1),
                            least(coalesce(:'received_before'::date, :'today'::date + 1) - 1, :'today'::date), :'now'::timestamptz) o
    cross join calendar k
    where true
      and o.category = any(:'category'::text[]) -- if category
      and o.estate_id = :'estate_id'::uuid -- if estate_id
      and o.firm_id = :'firm_id'::uuid -- if firm_id
      and o.street_code = any(:'street_code'::text[]) -- if street_code
      and o.community_code = any(:'community_code'::text[]) -- if community_code
      and o.source = any(:'source'::text[]) -- if source
      and o.request_type = any(:'request_type'::text[]) -- if request_type
      and o.urgency = any(:'urgency'::text[]) -- if urgency
    group by 1
), ground as (
    select
        e.id as part, -- if group_by=estate
        s.firm_id as part, -- if group_by=firm
        e.street_code as part, -- if group_by=street
        e.community_code as part, -- if group_by=community
        null as part, -- if !group_by=estate, !group_by=firm, !group_by=street, !group_by=community
        nullif(sum(e.households), 0) as households
    from estates e
    join estates_served(coalesce(:'received_from'::date, (:'today'::date - interval '1 year')::date), coalesce(:'received_before'::date, :'today'::date + 1)) s on s.estate_id = e.id -- if group_by=firm
    where e.district_code = :'district'
      and (:'firm'::uuid is null or e.id in (select s.estate_id from estates_served(coalesce(:'received_from'::date, (:'today'::date - interval '1 year')::date), coalesce(:'received_before'::date, :'today'::date + 1)) s))
      and e.id in (select s.estate_id from estates_served(coalesce(:'received_from'::date, (:'today'::date - interval '1 year')::date), coalesce(:'received_before'::date, :'today'::date + 1)) s where s.firm_id = :'firm_id'::uuid) -- if firm_id
      and e.id = :'estate_id'::uuid -- if estate_id
      and e.street_code = any(:'street_code'::text[]) -- if street_code
      and e.community_code = any(:'community_code'::text[]) -- if community_code
    group by 1
), weights as (
    select array[w.response, w.solved, w.satisfied] as of
    from complaint_weights w
    where w.district_code in (:'district', '*')
      and w.effective_from <= least(coalesce(:'received_before'::date, :'today'::date + 1) - 1, :'today'::date)
      and coalesce(w.effective_to > least(coalesce(:'received_before'::date, :'today'::date + 1) - 1, :'today'::date), true)
    order by w.district_code = '*'
    limit 1
), scored as (
    select c.*, g.households,
        coalesce(c.part::text, 'none') as key, -- if !group_by=month
        to_char(c.part, 'YYYY-MM') as key, -- if group_by=month
        exact_share(c.total_raw * 1000, g.households, 2) as per_1000_households,
        weighed_score(w.of, array[c.answered, c.solved, c.satisfied], array[c.dispatched, c.reached, c.reached]) as score
    from counted c
    left join ground g on g.part = c.part -- if !group_by=category, !group_by=source, !group_by=request_type, !group_by=month, !group_by=all
    left join ground g on true -- if !group_by=estate, !group_by=firm, !group_by=street, !group_by=community
    left join weights w on true
), ranked as (
    select s.*, rank() over (order by
        s.total_raw desc -- if order_by=total_raw
        s.total_merged desc -- if order_by=total_merged
        s.per_1000_households desc nulls last -- if order_by=per_1000_households
        s.score desc nulls last -- if order_by=score
        s.key -- if order_by=key
        ) as rank
    from scored s
), placed as (
    select r.*, row_number() over (order by r.rank, r.key) as position from ranked r
)
select p.position, p.rank, p.key,
    (select k.zh from complaint_categories k where k.code = p.key order by k.effective_from desc limit 1) as name, -- if group_by=category
    (select e.name from estates e where e.district_code = :'district' and e.id = p.part) as name, -- if group_by=estate
    (select f.name from firms f where f.district_code = :'district' and f.id = p.part) as name, -- if group_by=firm
    (select d.name from divisions d where d.code = p.key) as name, -- if group_by=street
    (select d.name from divisions d where d.code = p.key) as name, -- if group_by=community
    (select k.zh from codes k where k.list_code = 'complaint_source' and k.code = p.key order by k.effective_from desc limit 1) as name, -- if group_by=source
    (select k.zh from codes k where k.list_code = 'request_type' and k.code = p.key order by k.effective_from desc limit 1) as name, -- if group_by=request_type
    null::text as name, -- if group_by=month
    null::text as name, -- if group_by=all
    p.total_raw, p.total_merged, p.valid, p.excluded, p.open,
    p.answered as "response.count", p.dispatched as "response.of", exact_share(p.answered * 100, p.dispatched, 2) as "response.percent",
    p.solved as "solved.count", p.reached as "solved.of", exact_share(p.solved * 100, p.reached, 2) as "solved.percent",
    p.satisfied as "satisfied.count", p.reached as "satisfied.of", exact_share(p.satisfied * 100, p.reached, 2) as "satisfied.percent",
    p.on_time as "on_time.count", p.due as "on_time.of", exact_share(p.on_time * 100, p.due, 2) as "on_time.percent",
    p.score,
    p.reported as "report_days.of", exact_share(p.report_days, p.reported, 2) as "report_days.average",
    p.closed as "close_days.of", exact_share(p.close_days, p.closed, 2) as "close_days.average",
    p.households, p.per_1000_households
from placed p
where true
  and p.position > :'after_key'::bigint -- if cursor
order by p.position -- if sort=position
limit :'limit'::bigint -- if limit
