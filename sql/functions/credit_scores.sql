-- Scores, for one or for all at once. What counts is read from credit_counts as of a day and as it was known at a moment; caps, groups, weights and grades are those
-- of one rulebook. Points are positive: what is bad is taken off.
--
-- In this order, each step on what the one before left:
--   1. points × the weight of the assessor (1 where the rulebook names none);
--   2. of a group by max_only the one line worth most, of a group by max_per_fact the one of each fact, worth being the points up to the item's cap; the others count 0;
--   3. the item's cap, 4. the group's cap, 5. the cap of the category. What began first is taken first, so a cap cuts the later lines.
-- Then total = base + basic + good − bad, held within total_min and total_max, rounded half away from zero (四舍五入: 59.995 → 60.00, −0.005 → −0.01); the grade is that of
-- the rounded total. A group holds within one category. A line whose item the rulebook does not know (decided by an earlier one) counts with its points, by no cap but its
-- category's. Bad information is there, and a veto holds, even where a cap or a group leaves nothing of the points.
set role wuye_owner;

-- The rulebook that holds in the district on a day.
create or replace function credit_rulebook_on(day date) returns setof credit_rulebooks language sql stable parallel safe as $$
    select b.* from credit_rulebooks b
    where b.district_code = (select current_district()) and b.state = 'published' and daterange(b.effective_from, b.effective_to) @> day
$$;

-- The first day on which what counts on a day may have begun, by the rulebook's cycle. The 12 months that roll end with the day: what began on the same date a year
-- ago is out, and what began on February 29 counts through February 28.
create or replace function credit_cycle_start(cycle text, day date) returns date language sql immutable parallel safe as $$
    select case cycle
        when 'rolling_12_months' then (day - interval '12 months')::date + 1
        when 'calendar_year' then date_trunc('year', day::timestamp)::date
        when 'quarter' then date_trunc('quarter', day::timestamp)::date
        else '-infinity'::date end
$$;

-- The moment whose knowledge is asked for: one that is named, or the end of the day (`then`), or now. What will be known later today is not known yet.
create or replace function credit_moment(view text, known_at timestamptz, day date, moment timestamptz) returns timestamptz language sql immutable parallel safe as $$
    select coalesce(known_at, case when view = 'then' then least(moment, ((day + 1)::timestamp at time zone 'Asia/Shanghai') - interval '1 microsecond') else moment end)
$$;

-- A list of the rulebook; one that is not there is empty.
create or replace function credit_part(book jsonb, name text) returns jsonb language sql immutable parallel safe as $$
    select case jsonb_typeof(book -> name) when 'array' then book -> name else '[]' end
$$;

-- Each thing that counts, the points it has, the points that are left of them after each cap in turn, what cut it first, and in which item, group or category.
-- `also`: rows that are only supposed ([{subject_id, record_id, item_code, category, points, assessor, fact_key, veto, since}]); `without`: records left out.
-- Two halves, because `subjects is null or …` would keep one subject from its index. The plan is kept, for making it takes longer than a firm's lines do; and it joins by
-- hash, for the planner takes a whole district's lines for three.
create or replace function credit_lines(book jsonb, kind text, day date, known_at timestamptz, subjects uuid[] default null, also jsonb default null, without uuid[] default null)
returns table (subject_id uuid, record_id uuid, item_code text, category text, points numeric, counted numeric, cut_by text, veto boolean, since date,
               decided numeric, weight numeric, assessor text, fact_key text, valid daterange, cut_in text)
language plpgsql stable parallel safe rows 1000
set plan_cache_mode = force_generic_plan set enable_nestloop = off set jit = off as $$
#variable_conflict use_column
declare
    first_day date := credit_cycle_start(book ->> 'cycle', day);
    basic_cap numeric := book -> 'score' ->> 'basic_cap';
    good_cap numeric := book -> 'score' ->> 'good_cap';
    bad_cap numeric := book -> 'score' ->> 'bad_cap';
begin
    return query
    with item as materialized (
        select distinct on (i.value ->> 'code') i.value ->> 'code' as code, (i.value ->> 'item_cap')::numeric as item_cap, i.value ->> 'group' as group_code
        from jsonb_array_elements(credit_part(book, 'items')) with ordinality i (value, position)
        order by i.value ->> 'code', i.position
    ), grouped as materialized (
        select distinct on (g.value ->> 'code') g.value ->> 'code' as code, g.value ->> 'rule' as rule, (g.value ->> 'cap')::numeric as cap
        from jsonb_array_elements(credit_part(book, 'groups')) with ordinality g (value, position)
        order by g.value ->> 'code', g.position
    ), weighing as materialized (
        select distinct on (w.value ->> 'assessor') w.value ->> 'assessor' as assessor, (w.value ->> 'weight')::numeric as weight
        from jsonb_array_elements(credit_part(book, 'assessor_weights')) with ordinality w (value, position)
        order by w.value ->> 'assessor', w.position
    ), counts as (
        select c.subject_id, c.record_id, c.item_code, c.category, c.points, c.assessor, c.fact_key, c.veto, lower(c.valid) as since, c.valid
        from credit_counts c
        where subjects is null and c.district_code = (select current_district()) and c.subject_kind = kind
          and c.valid @> day and c.known @> known_at and lower(c.valid) >= first_day
          and (without is null or c.record_id <> all (without))
        union all
        select c.subject_id, c.record_id, c.item_code, c.category, c.points, c.assessor, c.fact_key, c.veto, lower(c.valid) as since, c.valid
        from credit_counts c
        where c.subject_id = any (subjects) and c.district_code = (select current_district()) and c.subject_kind = kind
          and c.valid @> day and c.known @> known_at and lower(c.valid) >= first_day
          and (without is null or c.record_id <> all (without))
        union all
        select a.subject_id, a.record_id, a.item_code, a.category, a.points, a.assessor, a.fact_key, coalesce(a.veto, false), a.since, daterange(a.since, null)
        from jsonb_to_recordset(also) a (subject_id uuid, record_id uuid, item_code text, category text, points numeric, assessor text, fact_key text, veto boolean, since date)
        where (subjects is null or a.subject_id = any (subjects)) and a.since <= day and a.since >= first_day
    ), weighed as (
        select c.*, coalesce(w.weight, 1) as weight, c.points * coalesce(w.weight, 1) as weighted, i.item_cap, i.group_code, g.rule, g.cap as group_cap
        from counts c
        left join weighing w on w.assessor = c.assessor
        left join item i on i.code = c.item_code
        left join grouped g on g.code = i.group_code
    ), ranked as ( -- one of a whole group, or one of each fact of it
        select w.*, row_number() over (partition by w.subject_id, w.category, w.group_code, case when w.rule = 'max_per_fact' then w.fact_key end
                                       order by least(w.weighted, w.item_cap) desc, w.since, w.record_id) as place
        from weighed w
    ), chosen as (
        select r.*, case when r.rule in ('max_only', 'max_per_fact') and r.place > 1 then 0 else r.weighted end as of_rule from ranked r
    ), after_item as (
        select c.*, case when c.item_cap is null then c.of_rule else greatest(0, least(c.of_rule, c.item_cap - (sum(c.of_rule) over so_far - c.of_rule))) end as of_item
        from chosen c
        window so_far as (partition by c.subject_id, c.category, c.item_code order by c.since, c.record_id rows unbounded preceding)
    ), after_group as (
        select a.*, case when a.group_cap is null then a.of_item else greatest(0, least(a.of_item, a.group_cap - (sum(a.of_item) over so_far - a.of_item))) end as of_group
        from after_item a
        window so_far as (partition by a.subject_id, a.category, a.group_code order by a.since, a.record_id rows unbounded preceding)
    ), after_category as (
        select a.*, case when k.cap is null then a.of_group else greatest(0, least(a.of_group, k.cap - (sum(a.of_group) over so_far - a.of_group))) end as of_category
        from after_group a
        cross join lateral (select case a.category when 'basic' then basic_cap when 'good' then good_cap else bad_cap end) k (cap)
        window so_far as (partition by a.subject_id, a.category order by a.since, a.record_id rows unbounded preceding)
    )
    select a.subject_id, a.record_id, a.item_code, a.category, a.weighted, a.of_category, cut.by, a.veto, a.since, a.points, a.weight, a.assessor, a.fact_key, a.valid,
           case cut.by when 'item_cap' then a.item_code when 'category_cap' then a.category else case when cut.by is not null then a.group_code end end
    from after_category a
    cross join lateral (select case
        when a.of_rule < a.weighted then a.rule
        when a.of_item < a.of_rule then 'item_cap'
        when a.of_group < a.of_item then 'group_cap'
        when a.of_category < a.of_group then 'category_cap' end) cut (by);
end $$;

-- The score that categories give.
create or replace function credit_total(score jsonb, basic numeric, good numeric, bad numeric) returns numeric language sql immutable parallel safe as $$
    select round(greatest((score ->> 'total_min')::numeric, least((score ->> 'total_max')::numeric, coalesce((score ->> 'base')::numeric, 0) + basic + good - bad)),
                 coalesce((score ->> 'rounding')::integer, 2))
$$;

-- The first of the rulebook's grade rules that fits, with its place among them. None fits: no grade. Bounds that are null do not bind.
create or replace function credit_grade_rule(grades jsonb, kind text, total numeric, has_bad boolean, veto boolean, takes_part boolean) returns jsonb
language sql stable parallel safe as $$
    select g.value || jsonb_build_object('position', g.position)
    from jsonb_array_elements(grades) with ordinality g (value, position)
    where coalesce(g.value ->> 'subject', 'firm') = kind
      and case g.value ->> 'condition' when 'veto' then veto when 'missing' then not takes_part else true end
      and coalesce((g.value ->> 'requires_bad')::boolean = has_bad, true)
      and case when g.value ->> 'low_inclusive' = 'false' then coalesce(total > (g.value ->> 'low')::numeric, true) else coalesce(total >= (g.value ->> 'low')::numeric, true) end
      and case when g.value ->> 'high_inclusive' = 'true' then coalesce(total <= (g.value ->> 'high')::numeric, true) else coalesce(total < (g.value ->> 'high')::numeric, true) end
    order by g.position
    limit 1
$$;

drop function if exists credit_grade(jsonb, text, numeric, boolean, boolean, boolean);

-- One row for each subject: all firms of the register that are active on the day, or whom `subjects` names; of other kinds whom anything counts for, or whom `subjects` names.
create or replace function credit_scores(book jsonb, kind text, day date, known_at timestamptz, subjects uuid[] default null, also jsonb default null, without uuid[] default null)
returns table (subject_id uuid, basic numeric, good numeric, bad numeric, total numeric, has_bad boolean, veto boolean, takes_part boolean, grade text)
language sql stable parallel safe as $$
    with rules as materialized ( -- once: each look into a document reads all of it
        select book -> 'score' as score, credit_part(book, 'grades') as grades, coalesce(book ->> 'participation', 'assumed') = 'declared' as declares
    ), lines as (
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
        select s.id, v.basic, v.good, v.bad, coalesce(l.has_bad, false) as has_bad, coalesce(l.veto, false) as veto,
               not r.declares or coalesce(l.declared, false) as takes_part, credit_total(r.score, v.basic, v.good, v.bad) as total, r.grades
        from subject s
        cross join rules r
        left join lines l on l.subject_id = s.id
        cross join lateral (select coalesce(l.basic, 0), coalesce(l.good, 0), coalesce(l.bad, 0)) v (basic, good, bad)
    )
    select s.id, s.basic, s.good, s.bad, s.total, s.has_bad, s.veto, s.takes_part, credit_grade_rule(s.grades, kind, s.total, s.has_bad, s.veto, s.takes_part) ->> 'grade'
    from summed s
$$;

-- What went into a score, as text, one line each that ends in a line feed, members parted by a tab:
--   rulebook <id>, subject <kind> <id>, as_of <day>, then for each line in the order of its first day and its record's id
--   record id, item, category, points (four places), assessor, fact, veto (true|false), first day.
-- `fact` is the place, from 1, of the first line about the same fact: what the fact's own key says (it may name a complaint) stays out.
create or replace function credit_input_head(book_id uuid, kind text, subject uuid, day date) returns text language sql stable parallel safe as $$
    select concat('rulebook', e'\t', book_id, e'\nsubject\t', kind, e'\t', subject, e'\nas_of\t', to_char(day, 'YYYY-MM-DD'), e'\n')
$$;
create or replace function credit_input_line(record_id uuid, item_code text, category text, points numeric, assessor text, fact bigint, veto boolean, since date) returns text
language sql stable parallel safe as $$
    select concat_ws(e'\t', record_id, item_code, category, round(points, 4), assessor, fact, veto::text, to_char(since, 'YYYY-MM-DD')) || e'\n'
$$;
create or replace function credit_input_hash(inputs text) returns text language sql immutable parallel safe as $$
    select encode(sha256(convert_to(inputs, 'UTF8')), 'hex')
$$;

-- The same for many at once.
create or replace function credit_inputs(book_id uuid, book jsonb, kind text, day date, known_at timestamptz, subjects uuid[])
returns table (subject_id uuid, inputs text, inputs_hash text) language sql stable parallel safe as $$
    with line as (
        select l.*, row_number() over (partition by l.subject_id order by l.since, l.record_id) as position
        from credit_lines(book, kind, day, known_at, subjects) l
    ), told as (
        select l.*, min(l.position) over (partition by l.subject_id, l.fact_key) as fact from line l
    ), listed as (
        select t.subject_id, string_agg(credit_input_line(t.record_id, t.item_code, t.category, t.decided, t.assessor, t.fact, t.veto, t.since), '' order by t.position) as lines
        from told t
        group by t.subject_id
    ), written as (
        select s.id, credit_input_head(book_id, kind, s.id, day) || coalesce(l.lines, '') as inputs
        from unnest(subjects) s (id)
        left join listed l on l.subject_id = s.id
    )
    select w.id, w.inputs, credit_input_hash(w.inputs) from written w
$$;

grant execute on function credit_rulebook_on(date), credit_cycle_start(text, date), credit_moment(text, timestamptz, date, timestamptz), credit_part(jsonb, text),
    credit_lines(jsonb, text, date, timestamptz, uuid[], jsonb, uuid[]), credit_total(jsonb, numeric, numeric, numeric),
    credit_grade_rule(jsonb, text, numeric, boolean, boolean, boolean),
    credit_scores(jsonb, text, date, timestamptz, uuid[], jsonb, uuid[]), credit_inputs(uuid, jsonb, text, date, timestamptz, uuid[]),
    credit_input_head(uuid, text, uuid, date), credit_input_line(uuid, text, text, numeric, text, bigint, boolean, date), credit_input_hash(text)
    to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_worker;

reset role;
