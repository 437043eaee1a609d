-- Scores, for one or for all at once. What counts is read from credit_counts as of a day and as it was known at a moment; caps, groups, weights and grades are those
-- of one rulebook. Points are positive: what is bad is taken off.
set role wuye_owner;

-- The rulebook that holds in the district on a day.
create or replace function credit_rulebook_on(day date) returns setof credit_rulebooks language sql stable parallel safe as $$
    select b.* from credit_rulebooks b
    where b.district_code = (select current_district()) and b.state = 'published' and daterange(b.effective_from, b.effective_to) @> day
$$;

-- The first day of which a fact may be for its points to count on a day, by the rulebook's cycle.
create or replace function credit_cycle_start(cycle text, day date) returns date language sql immutable parallel safe as $$
    select case cycle
        when 'rolling_12_months' then (day - interval '12 months')::date + 1
        when 'calendar_year' then date_trunc('year', day)::date
        when 'quarter' then date_trunc('quarter', day)::date
        else '-infinity'::date end
$$;

-- Each thing that counts, the points it has, the points that are left of them after each cap in turn (item, group, category), and what cut it first.
-- `also`: rows that are only supposed ([{subject_id, record_id, item_code, category, points, assessor, fact_key, veto, since}]); `without`: records left out.
create or replace function credit_lines(book jsonb, kind text, day date, known_at timestamptz, subjects uuid[] default null, also jsonb default null, without uuid[] default null)
returns table (subject_id uuid, record_id uuid, item_code text, category text, points numeric, counted numeric, cut_by text, veto boolean, since date)
language sql stable parallel safe as $$
    with item as materialized (
        select i.code, i.item_cap, i."group" as group_code from jsonb_to_recordset(book -> 'items') i (code text, item_cap numeric, "group" text)
    ), grouped as materialized (
        select g.code, g.rule, g.cap from jsonb_to_recordset(book -> 'groups') g (code text, rule text, cap numeric)
    ), weight as materialized (
        select w.assessor, w.weight from jsonb_to_recordset(book -> 'assessor_weights') w (assessor text, weight numeric)
    ), counts as (
        select c.subject_id, c.record_id, c.item_code, c.category, c.points, c.assessor, c.fact_key, c.veto, lower(c.valid) as since
        from credit_counts c
        where c.district_code = (select current_district()) and c.subject_kind = kind and (subjects is null or c.subject_id = any (subjects))
          and c.valid @> day and c.known @> known_at and lower(c.valid) >= credit_cycle_start(book ->> 'cycle', day)
          and (without is null or c.record_id <> all (without))
        union all
        select a.subject_id, a.record_id, a.item_code, a.category, a.points, a.assessor, a.fact_key, coalesce(a.veto, false), a.since
        from jsonb_to_recordset(also) a (subject_id uuid, record_id uuid, item_code text, category text, points numeric, assessor text, fact_key text, veto boolean, since date)
        where subjects is null or a.subject_id = any (subjects)
    ), weighed as (
        select c.subject_id, c.record_id, c.item_code, c.category, c.points * coalesce(w.weight, 1) as points, c.fact_key, c.veto, c.since, i.item_cap, i.group_code
        from counts c
        left join weight w on w.assessor = c.assessor
        left join item i on i.code = c.item_code
    ), after_item as (
        select w.*, case when w.item_cap is null then w.points else greatest(0, least(w.points, w.item_cap - (sum(w.points) over so_far - w.points))) end as of_item
        from weighed w
        window so_far as (partition by w.subject_id, w.category, w.item_code order by w.since, w.record_id rows unbounded preceding)
    ), ranked as (
        select a.*, g.rule, g.cap as group_cap, case
            when g.rule = 'max_only' then row_number() over (partition by a.subject_id, a.category, a.group_code order by a.of_item desc, a.since, a.record_id) = 1
            when g.rule = 'max_per_fact' then row_number() over (partition by a.subject_id, a.category, a.group_code, a.fact_key order by a.of_item desc, a.since, a.record_id) = 1
            else true end as leads
        from after_item a
        left join grouped g on g.code = a.group_code
    ), chosen as (
        select r.*, case when r.leads then r.of_item else 0 end as of_rule from ranked r
    ), after_group as (
        select c.*, case when c.group_cap is null then c.of_rule else greatest(0, least(c.of_rule, c.group_cap - (sum(c.of_rule) over so_far - c.of_rule))) end as of_group
        from chosen c
        window so_far as (partition by c.subject_id, c.category, c.group_code order by c.since, c.record_id rows unbounded preceding)
    ), after_category as (
        select a.*, case when k.cap is null then a.of_group else greatest(0, least(a.of_group, k.cap - (sum(a.of_group) over so_far - a.of_group))) end as of_category
        from after_group a
        cross join lateral (select (book -> 'score' ->> (a.category || '_cap'))::numeric as cap) k
        window so_far as (partition by a.subject_id, a.category order by a.since, a.record_id rows unbounded preceding)
    )
    select a.subject_id, a.record_id, a.item_code, a.category, a.points, a.of_category, case
        when a.of_item < a.points then 'item_cap'
        when a.of_rule < a.of_item then a.rule
        when a.of_group < a.of_rule then 'group_cap'
        when a.of_category < a.of_group then 'category_cap' end, a.veto, a.since
    from after_category a
$$;

-- The grade of a score: the first rule of the rulebook that fits. None fits: no grade.
create or replace function credit_grade(book jsonb, kind text, total numeric, has_bad boolean, veto boolean, takes_part boolean)
returns text language sql stable parallel safe as $$
    select g.value ->> 'grade'
    from jsonb_array_elements(book -> 'grades') with ordinality g (value, position)
    where coalesce(g.value ->> 'subject', 'firm') = kind
      and case g.value ->> 'condition' when 'veto' then veto when 'missing' then not takes_part else true end
      and coalesce((g.value ->> 'requires_bad')::boolean = has_bad, true)
      and case when (g.value ->> 'low_inclusive')::boolean is not false then coalesce(total >= (g.value ->> 'low')::numeric, true) else total > (g.value ->> 'low')::numeric end
      and case when (g.value ->> 'high_inclusive')::boolean then coalesce(total <= (g.value ->> 'high')::numeric, true) else coalesce(total < (g.value ->> 'high')::numeric, true) end
    order by g.position
    limit 1
$$;

-- One row for each subject: all firms of the register that are active on the day, or whom `subjects` names; of other kinds whom anything counts for, or whom `subjects` names.
create or replace function credit_scores(book jsonb, kind text, day date, known_at timestamptz, subjects uuid[] default null, also jsonb default null, without uuid[] default null)
returns table (subject_id uuid, basic numeric, good numeric, bad numeric, total numeric, has_bad boolean, veto boolean, takes_part boolean, grade text)
language sql stable parallel safe as $$
    with lines as (
        select l.subject_id, coalesce(sum(l.counted) filter (where l.category = 'basic'), 0) as basic, coalesce(sum(l.counted) filter (where l.category = 'good'), 0) as good,
               coalesce(sum(l.counted) filter (where l.category = 'bad'), 0) as bad, bool_or(l.category = 'bad') as has_bad, bool_or(l.veto) as veto,
               bool_or(l.category = 'basic') as declared
        from credit_lines(book, kind, day, known_at, subjects, also, without) l
        group by l.subject_id
    ), subject as (
        select f.id from firms_at(day) f where kind = 'firm' and subjects is null and f.district_code = (select current_district()) and f.status = 'active'
        union select unnest(subjects)
        union select l.subject_id from lines l where kind <> 'firm'
    ), summed as (
        select s.id, coalesce(l.basic, 0) as basic, coalesce(l.good, 0) as good, coalesce(l.bad, 0) as bad, coalesce(l.has_bad, false) as has_bad, coalesce(l.veto, false) as veto,
               case when book ->> 'participation' = 'declared' then coalesce(l.declared, false) else true end as takes_part,
               round(greatest((book -> 'score' ->> 'total_min')::numeric, least((book -> 'score' ->> 'total_max')::numeric,
                   (book -> 'score' ->> 'base')::numeric + coalesce(l.basic, 0) + coalesce(l.good, 0) - coalesce(l.bad, 0))), coalesce((book -> 'score' ->> 'rounding')::integer, 2)) as total
        from subject s
        left join lines l on l.subject_id = s.id
    )
    select s.id, s.basic, s.good, s.bad, s.total, s.has_bad, s.veto, s.takes_part, credit_grade(book, kind, s.total, s.has_bad, s.veto, s.takes_part)
    from summed s
$$;

grant execute on function credit_rulebook_on(date), credit_cycle_start(text, date), credit_lines(jsonb, text, date, timestamptz, uuid[], jsonb, uuid[]),
    credit_grade(jsonb, text, numeric, boolean, boolean, boolean), credit_scores(jsonb, text, date, timestamptz, uuid[], jsonb, uuid[])
    to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_worker;

reset role;
