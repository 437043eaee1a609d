-- Which complaints are the same matter again. The same caller is found by the keyed hash of the telephone, which nobody is given: these run as the owner, answer
-- with ids and reasons alone, and look no further than the area of whoever asks. The role is said by the statement, so that one without a scope of
-- its kind finds nothing. Nothing is merged by them; a person does that.
set role wuye_owner;

-- What is like one complaint, of the same estate and category: by the same caller within so many days (same_caller); come again so soon after the other was
-- closed that it was not solved (again_after_closing); one of a matter that so many call about (many_callers).
create or replace function complaint_similar(complaint uuid, caller_role text) returns table (id uuid, reasons text[])
language sql stable security definer set search_path = public, pg_temp as $$
    with area as materialized (
        select c.id, c.estate_id, c.category, c.state, c.received_at, c.closed_at
        from complaints c
        where c.district_code = (select current_district())
          and c.estate_id = (select k.estate_id from complaints k where k.district_code = (select current_district()) and k.id = complaint)
          and case caller_role when 'district' then true
              when 'street' then c.street_code = (select current_street()) and not c.confidential
              when 'community' then c.community_code = (select current_community()) and not c.confidential
              else false end
    ), mine as materialized (
        select a.*, make_interval(days => (select n.value::integer from rule_at('repeat_days', '*', r.day) n)) as repeat_within,
               make_interval(days => (select n.value::integer from rule_at('false_closure_days', '*', r.day) n)) as closed_within,
               make_interval(days => (select n.value::integer from rule_at('cluster_days', '*', r.day) n)) as cluster_within,
               (select n.value from rule_at('cluster_callers', '*', r.day) n) as callers
        from area a cross join lateral (select (a.received_at at time zone 'Asia/Shanghai')::date) as r (day)
        where a.id = complaint and a.state not in ('merged', 'rejected')
    ), near as materialized (
        select a.id, abs(extract(epoch from a.received_at - m.received_at)) <= extract(epoch from m.repeat_within) as repeats,
               abs(extract(epoch from a.received_at - m.received_at)) <= extract(epoch from m.cluster_within) as clusters,
               coalesce(m.received_at > a.closed_at and m.received_at <= a.closed_at + m.closed_within, false)
               or coalesce(a.received_at > m.closed_at and a.received_at <= m.closed_at + m.closed_within, false) as again
        from mine m join area a on a.category = m.category and a.id <> m.id and a.state not in ('merged', 'rejected')
    ), voices as materialized (
        select n.id, p.phone_hash
        from (select complaint as id union all select n.id from near n where n.repeats or n.clusters) n
        join personal.complainants p on p.district_code = (select current_district()) and p.complaint_id = n.id
        where p.phone_hash is not null
    ), crowd as (
        select count(distinct v.phone_hash) >= (select m.callers from mine m) as many
        from voices v
        where v.id = complaint or v.id in (select n.id from near n where n.clusters)
    ), told as (
        select n.id, array_remove(array[
            case when n.repeats and exists (select from voices v join voices o on o.phone_hash = v.phone_hash where v.id = complaint and o.id = n.id) then 'same_caller' end,
            case when n.again then 'again_after_closing' end,
            case when n.clusters and crowd.many then 'many_callers' end], null) as reasons
        from near n cross join crowd
    )
    select t.id, t.reasons from told t where t.reasons <> '{}'
$$;

-- Matters of the days up to one, by estate and category: one caller's again and again (repeat; callers whose first complaint is the same are told together),
-- those of many callers (aggregate), those that came again soon after they were closed (false_closure). Who is counted is counted here alone: which caller it
-- was does not leave.
create or replace function complaint_clusters(wanted text, last date, caller_role text) returns table (
    id uuid, estate_id uuid, category text, total_raw bigint, total_merged bigint, open bigint, callers bigint, first_received_at timestamptz,
    last_received_at timestamptz, complaints uuid[]
) language sql stable security definer set search_path = public, pg_temp as $$
    with rules as materialized (
        select (select n.value from rule_at('cluster_callers', '*', last) n) as callers,
               make_interval(days => (select n.value::integer from rule_at('false_closure_days', '*', last) n)) as closed_within,
               (last + 1 - (select n.value::integer from rule_at(case wanted when 'repeat' then 'repeat_days' else 'cluster_days' end, '*', last) n))::timestamp at time zone 'Asia/Shanghai' as since
    ), recent as materialized (
        select c.id, c.estate_id, c.category, c.state, c.received_at
        from complaints c
        where c.district_code = (select current_district()) and c.estate_id is not null and c.category is not null and c.state <> 'rejected'
          and c.received_at >= (select r.since from rules r) and c.received_at < (last + 1)::timestamp at time zone 'Asia/Shanghai'
          and case caller_role when 'district' then true
              when 'street' then c.street_code = (select current_street()) and not c.confidential
              when 'community' then c.community_code = (select current_community()) and not c.confidential
              else false end
    ), closed as materialized (
        -- What was closed then has changed since.
        select c.id, c.estate_id, c.category, c.state, c.received_at, c.closed_at
        from complaints c
        where wanted = 'false_closure' and c.district_code = (select current_district()) and c.estate_id is not null and c.category is not null
          and c.updated_at >= (select r.since - r.closed_within from rules r) and c.closed_at >= (select r.since - r.closed_within from rules r)
          and case caller_role when 'district' then true
              when 'street' then c.street_code = (select current_street()) and not c.confidential
              when 'community' then c.community_code = (select current_community()) and not c.confidential
              else false end
    ), again as (
        select distinct x.id, x.estate_id, x.category, x.state, x.received_at
        from recent l
        join closed e on e.estate_id = l.estate_id and e.category = l.category and e.id <> l.id
            and l.received_at > e.closed_at and l.received_at <= e.closed_at + (select r.closed_within from rules r)
        cross join lateral (values (l.id, l.estate_id, l.category, l.state, l.received_at), (e.id, e.estate_id, e.category, e.state, e.received_at))
            x (id, estate_id, category, state, received_at)
    ), meant as (
        select r.id, r.estate_id, r.category, r.state, r.received_at from recent r where wanted <> 'false_closure'
        union all
        select a.id, a.estate_id, a.category, a.state, a.received_at from again a
    ), voices as (
        -- One that came in several rounds may have several.
        select m.*, p.phone_hash
        from meant m
        left join personal.complainants p on p.district_code = (select current_district()) and p.complaint_id = m.id
        where wanted <> 'repeat' or p.phone_hash is not null
    ), told as (
        -- Of each caller the first complaint and the last: callers whose first is the same are one row, for a row is known by its first.
        select v.*, first_value(v.id) over each as first, last_value(v.id) over each as last
        from voices v
        window each as (partition by v.estate_id, v.category, v.phone_hash order by v.id rows between unbounded preceding and unbounded following)
    )
    select (array_agg(distinct v.id order by v.id))[1], v.estate_id, v.category, count(distinct v.id), count(distinct v.id) filter (where v.state <> 'merged'),
           count(distinct v.id) filter (where v.state not in ('merged', 'closed')), count(distinct v.phone_hash), min(v.received_at), max(v.received_at),
           (array_agg(distinct v.id order by v.id desc))[:100]
    from told v
    where wanted <> 'repeat' or v.first <> v.last
    group by v.estate_id, v.category, case wanted when 'repeat' then v.first end
    having case wanted when 'aggregate' then count(distinct v.phone_hash) >= (select r.callers from rules r) else true end
$$;

-- Of the complaints of a period, those that the same caller had made before, about the same estate and category, within so many days; and a number for the caller
-- that means nothing elsewhere, for counting how many there are.
create or replace function complaint_repeats(first date, before date, days integer, caller_role text) returns table (id uuid, caller bigint)
language sql stable security definer set search_path = public, pg_temp set work_mem = '64MB' as $$
    with voices as (
        -- A number of the hash sorts faster than the hash.
        select c.id, c.estate_id, c.category, c.received_at, hashtextextended(p.phone_hash, 0) as voice
        from complaints c
        join personal.complainants p on p.district_code = c.district_code and p.complaint_id = c.id
        where c.district_code = (select current_district()) and c.estate_id is not null and c.category is not null and p.phone_hash is not null
          and c.received_at >= (complaint_repeats.first - complaint_repeats.days)::timestamp at time zone 'Asia/Shanghai'
          and c.received_at < complaint_repeats.before::timestamp at time zone 'Asia/Shanghai'
          and case caller_role when 'district' then true
              when 'street' then c.street_code = (select current_street()) and not c.confidential
              when 'community' then c.community_code = (select current_community()) and not c.confidential
              else false end
    ), told as (
        select v.id, v.received_at, v.voice, lag(v.received_at) over told as before, lag(v.id) over told as before_id
        from voices v
        window told as (partition by v.voice, v.estate_id, v.category order by v.received_at, v.id)
    )
    select t.id, dense_rank() over (order by min(t.voice)) from told t
    where t.before_id <> t.id -- not another round of the same
      and t.received_at >= complaint_repeats.first::timestamp at time zone 'Asia/Shanghai'
      and t.received_at <= t.before + make_interval(days => complaint_repeats.days)
    group by t.id
$$;
grant execute on function complaint_similar(uuid, text), complaint_clusters(text, date, text), complaint_repeats(date, date, integer, text)
    to wuye_district, wuye_street, wuye_community;

reset role;
