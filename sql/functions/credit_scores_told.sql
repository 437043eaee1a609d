-- Scores with what made them: of one subject on a day, over a time, and as they would be.
set role wuye_owner;

-- The rulebook that a score goes by, or the refusal that there is none: one that is named (a draft too, where the caller may read it), or that of the day.
create or replace function credit_rulebook_held(day date, book_id uuid default null) returns credit_rulebooks language plpgsql stable parallel safe as $$
declare
    found_book credit_rulebooks;
begin
    if book_id is null then
        select b.* into found_book from credit_rulebook_on(day) b;
    else
        select b.* into found_book from credit_rulebooks b where b.id = book_id and b.district_code in ((select current_district()), '*');
    end if;
    if found_book.id is null then
        raise exception using errcode = 'WU001', message = case when book_id is null then 'no_rulebook' else 'rulebook_unknown' end;
    end if;
    return found_book;
end $$;

-- The moment that is asked about (credit_moment()), or the refusal of one that has not come or is said twice.
create or replace function credit_moment_held(view text, known_at timestamptz, day date, moment timestamptz) returns timestamptz language plpgsql stable parallel safe as $$
begin
    if known_at > moment then
        raise exception using errcode = 'WU001', message = 'not_known_yet';
    end if;
    if known_at is not null and view = 'then' then
        raise exception using errcode = 'WU001', message = 'known_twice';
    end if;
    return credit_moment(view, known_at, day, moment);
end $$;

-- One subject's score with every line, the rule that gave the grade and what the grade brings. The plan is kept: making it anew takes longer than running it.
create or replace function credit_card(kind text, subject uuid, day date, known_at timestamptz, book_id uuid default null, also jsonb default null, without uuid[] default null)
returns table (rulebook_id uuid, rulebook_code text, rulebook_number integer, rulebook_title_zh text, rulebook_title_en text, base numeric, basic numeric, good numeric, bad numeric,
               total numeric, has_bad boolean, veto boolean, takes_part boolean, grade jsonb, effects jsonb, lines json, inputs_hash text)
language plpgsql stable parallel safe set plan_cache_mode = force_generic_plan set jit = off as $$
declare
    book credit_rulebooks := credit_rulebook_held(day, book_id);
begin
    return query
    with line as materialized (
        select l.*, row_number() over (order by l.since, l.record_id) as position
        from credit_lines(book.document, kind, day, known_at, array[subject], also, without) l
    ), told as materialized (
        select l.*, min(l.position) over (partition by l.fact_key) as fact, s.supposed
        from line l
        left join (
            select a.record_id as supposed_id, a.supposed from jsonb_to_recordset(also) a (record_id uuid, supposed integer)
        ) s on s.supposed_id = l.record_id
    ), summed as (
        select coalesce(sum(t.counted) filter (where t.category = 'basic'), 0) as basic, coalesce(sum(t.counted) filter (where t.category = 'good'), 0) as good,
               coalesce(sum(t.counted) filter (where t.category = 'bad'), 0) as bad, coalesce(bool_or(t.category = 'bad'), false) as has_bad,
               coalesce(bool_or(t.veto), false) as veto,
               book.document ->> 'participation' is distinct from 'declared' or coalesce(bool_or(t.category = 'basic'), false) as takes_part
        from told t
    ), graded as (
        select s.*, v.total, credit_grade_rule(credit_part(book.document, 'grades'), kind, v.total, s.has_bad, s.veto, s.takes_part) as rule
        from summed s
        cross join lateral credit_total(book.document -> 'score', s.basic, s.good, s.bad) v (total)
    ), item as materialized (
        select distinct on (i.value ->> 'code') i.value ->> 'code' as code, i.value ->> 'title_zh' as title_zh, i.value ->> 'title_en' as title_en, i.value ->> 'group' as group_code
        from jsonb_array_elements(credit_part(book.document, 'items')) with ordinality i (value, place)
        order by i.value ->> 'code', i.place
    )
    select book.id, book.code, book.number, book.title_zh, book.title_en, trim_scale(coalesce((book.document -> 'score' ->> 'base')::numeric, 0)), trim_scale(g.basic), trim_scale(g.good),
           trim_scale(g.bad), g.total, g.has_bad, g.veto, g.takes_part,
           case when g.rule is not null then jsonb_build_object('position', g.rule -> 'position', 'grade', g.rule -> 'grade', 'label_zh', g.rule -> 'label_zh', 'label_en', g.rule -> 'label_en',
               'condition', coalesce(g.rule ->> 'condition', 'normal'), 'low', g.rule -> 'low', 'low_inclusive', coalesce((g.rule ->> 'low_inclusive')::boolean, true),
               'high', g.rule -> 'high', 'high_inclusive', coalesce((g.rule ->> 'high_inclusive')::boolean, false), 'requires_bad', g.rule -> 'requires_bad') end,
           (select coalesce(jsonb_agg(jsonb_build_object('effect', e.value -> 'effect', 'value', e.value -> 'value', 'note_zh', e.value -> 'note_zh', 'note_en', e.value -> 'note_en')
                                      order by e.place), '[]')
            from jsonb_array_elements(credit_part(book.document, 'effects')) with ordinality e (value, place)
            where e.value ->> 'grade' = g.rule ->> 'grade'),
           (select coalesce(json_agg(json_build_object(
                'record_id', case when t.supposed is null then t.record_id end, 'supposed', t.supposed, 'item_code', t.item_code, 'title_zh', i.title_zh, 'title_en', i.title_en,
                'category', t.category, 'group', i.group_code, 'points', t.decided::text, 'weight', trim_scale(t.weight)::text, 'weighted', trim_scale(t.points)::text,
                'counted', trim_scale(t.counted)::text, 'cut_by', t.cut_by, 'cut_in', t.cut_in, 'veto', t.veto, 'assessor', t.assessor, 'fact', t.fact,
                'valid_from', t.since, 'valid_to', upper(t.valid) - 1) order by t.position), '[]')
            from told t left join item i on i.code = t.item_code),
           case when also is null and without is null then credit_input_hash(credit_input_head(book.id, kind, subject, day) || coalesce((
               select string_agg(credit_input_line(t.record_id, t.item_code, t.category, t.decided, t.assessor, t.fact, t.veto, t.since), '' order by t.position) from told t), '')) end
    from graded g;
end $$;

-- The days of a time on which a score is another than the day before, and the first. Only days are looked at on which something begins or ends to count, to be known, or to
-- be within the cycle, or on which another rulebook holds.
create or replace function credit_history(kind text, subject uuid, day_from date, day_before date, view text, moment timestamptz)
returns table (day date, rulebook_id uuid, rulebook_code text, rulebook_number integer, basic numeric, good numeric, bad numeric, total numeric, has_bad boolean, veto boolean,
               takes_part boolean, grade text)
language sql stable parallel safe as $$
    with own as materialized (
        select c.valid, c.known from credit_counts c
        where c.district_code = (select current_district()) and c.subject_kind = kind and c.subject_id = subject and (view = 'then' or c.known @> moment)
    ), books as materialized (
        select b.id, b.code, b.number, b.document, daterange(b.effective_from, b.effective_to) as held from credit_rulebooks b
        where b.district_code = (select current_district()) and b.state = 'published' and daterange(b.effective_from, b.effective_to) && daterange(day_from, day_before)
    ), days as (
        select day_from as day
        union select lower(o.valid) from own o
        union select upper(o.valid) from own o
        union select (lower(o.valid) + interval '12 months')::date + n from own o cross join generate_series(0, 1) n
        union select (lower(o.known) at time zone 'Asia/Shanghai')::date from own o where view = 'then'
        union select (upper(o.known) at time zone 'Asia/Shanghai')::date from own o where view = 'then' and upper(o.known) < 'infinity'
        union select lower(b.held) from books b
        union select upper(b.held) from books b
        union select s::date from generate_series(date_trunc('quarter', day_from::timestamp), day_before::timestamp, interval '3 months') s
    ), scored as (
        select d.day, b.id, b.code, b.number, s.basic, s.good, s.bad, s.total, s.has_bad, s.veto, s.takes_part, s.grade,
               lag(row(s.basic, s.good, s.bad, s.total, s.has_bad, s.veto, s.takes_part, s.grade)) over (order by d.day) as before
        from days d
        left join books b on b.held @> d.day
        left join lateral credit_scores(b.document, kind, d.day, credit_moment(view, null, d.day, moment), array[subject]) s on b.id is not null
        where d.day >= day_from and d.day < day_before
    )
    select s.day, s.id, s.code, s.number, trim_scale(s.basic), trim_scale(s.good), trim_scale(s.bad), s.total, s.has_bad, s.veto, s.takes_part, s.grade
    from scored s
    where s.day = day_from or s.before is distinct from row(s.basic, s.good, s.bad, s.total, s.has_bad, s.veto, s.takes_part, s.grade)
$$;

-- As much of it as may be asked for at once.
create or replace function credit_history_held(firm uuid, day_from date, day_before date, view text, moment timestamptz)
returns table (day date, rulebook_id uuid, rulebook_code text, rulebook_number integer, basic numeric, good numeric, bad numeric, total numeric, has_bad boolean, veto boolean,
               takes_part boolean, grade text)
language plpgsql stable parallel safe as $$
begin
    if day_before <= day_from then
        raise exception using errcode = 'WU001', message = 'period_reversed';
    end if;
    if day_before > day_from + interval '5 years' then
        raise exception using errcode = 'WU001', message = 'history_too_long';
    end if;
    return query select h.* from credit_history('firm', firm, day_from, day_before, view, moment) h;
end $$;

-- The points that a rulebook's item gives to what was found; what was decided is brought within its range. Null: they cannot be told.
create or replace function credit_item_points(item jsonb, decided numeric, level text, measure numeric) returns numeric language sql immutable parallel safe as $$
    select case when item ->> 'points_kind' <> 'range' then (credit_points(item, level, measure, null)).points
                when decided is not null then round(greatest((item ->> 'low')::numeric, least((item ->> 'high')::numeric, decided)), 4) end
$$;

-- Which part of an item's points a subject has: all of its own, and of another's what the rulebook has it propagate. Null: none.
create or replace function credit_ratio(item jsonb, item_subject text, kind text) returns numeric language sql immutable parallel safe as $$
    select case when item_subject = kind then 1 else
        (select (p.value ->> 'ratio')::numeric from jsonb_array_elements(credit_part(item, 'propagates_to')) p where p.value ->> 'subject' = kind limit 1) end
$$;

-- A score as it would be: with records that are only supposed ([{item_code, points, level, measure, since, assessor, same_fact_as}]), without some that there are, or by
-- another rulebook, whose items then say anew what each record is worth: by its level and measure; as decided where they do not tell, or the rulebook has no such item.
create or replace function credit_supposed(kind text, subject uuid, day date, known_at timestamptz, book_id uuid, records jsonb, left_out uuid[])
returns table (rulebook_id uuid, rulebook_code text, rulebook_number integer, rulebook_title_zh text, rulebook_title_en text, base numeric, basic numeric, good numeric, bad numeric,
               total numeric, has_bad boolean, veto boolean, takes_part boolean, grade jsonb, effects jsonb, lines json, inputs_hash text)
language plpgsql stable parallel safe as $$
declare
    book credit_rulebooks := credit_rulebook_held(day, book_id);
    items jsonb;
    added jsonb;
    anew jsonb := '[]';
    counted uuid[];
    faults text[];
begin
    select coalesce(jsonb_object_agg(i.value ->> 'code', i.value), '{}') into items from jsonb_array_elements(credit_part(book.document, 'items')) i;
    select coalesce(array_agg(c.record_id), '{}') into counted from credit_counts c
    where c.district_code = (select current_district()) and c.subject_kind = kind and c.subject_id = subject and c.known @> known_at;
    if exists (select from unnest(left_out) o (id) where o.id <> all (counted)) then
        raise exception using errcode = 'WU001', message = 'record_not_counted';
    end if;
    with wanted as (
        select r.*, row_number() over () as place, items -> r.item_code as item
        from jsonb_to_recordset(records) r (item_code text, points numeric, level text, measure numeric, since date, assessor text, same_fact_as uuid)
    ), judged as (
        select w.*, credit_ratio(w.item, w.item ->> 'subject', kind) as ratio, coalesce(w.points, credit_item_points(w.item, w.points, w.level, w.measure)) as worth,
               (select c.fact_key from credit_counts c where c.district_code = (select current_district()) and c.record_id = w.same_fact_as
                and c.subject_kind = kind and c.subject_id = subject and c.known @> known_at) as fact_of
        from wanted w
    )
    select jsonb_agg(jsonb_build_object('subject_id', subject, 'record_id', ('ffffffffffffffff' || lpad(to_hex(j.place), 16, '0'))::uuid, 'item_code', j.item_code, 'category', j.item ->> 'category',
               'points', round(j.worth * j.ratio, 4), 'assessor', coalesce(j.assessor, 'district'), 'fact_key', coalesce(j.fact_of, 'supposed ' || j.place),
               'veto', coalesce((j.item ->> 'veto')::boolean, false), 'since', coalesce(j.since, day), 'supposed', j.place)),
           array_agg(case when j.item is null then 'item_unknown' when j.ratio is null then 'item_not_for_subject' when j.worth is null then 'points_not_told'
                          when j.worth < 0 then 'points_not_told' when j.same_fact_as is not null and j.fact_of is null then 'record_not_counted' end)
    into added, faults
    from judged j;
    select array_agg(f.fault) into faults from unnest(faults) f (fault) where f.fault is not null;
    if faults is not null then
        raise exception using errcode = 'WU001', message = faults[1];
    end if;
    if book_id is not null then
        select coalesce(jsonb_agg(jsonb_build_object('subject_id', subject, 'record_id', c.record_id, 'item_code', c.item_code, 'category', coalesce(i.item ->> 'category', c.category),
                   'points', case when i.item is null then c.points else round(coalesce(credit_item_points(i.item, r.points, r.level, r.measure) * i.ratio, c.points), 4) end,
                   'assessor', c.assessor, 'fact_key', c.fact_key, 'veto', coalesce((i.item ->> 'veto')::boolean, c.veto), 'since', lower(c.valid))), '[]')
        into anew
        from credit_counts c
        left join credit_records r on r.district_code = c.district_code and r.id = c.record_id
        cross join lateral (select items -> c.item_code, credit_ratio(items -> c.item_code, coalesce(r.subject_kind, kind), kind)) i (item, ratio)
        where c.district_code = (select current_district()) and c.subject_kind = kind and c.subject_id = subject and c.valid @> day and c.known @> known_at
          and c.record_id <> all (coalesce(left_out, '{}')) and (i.item is null or i.ratio is not null);
        left_out := counted;
    end if;
    return query select * from credit_card(kind, subject, day, known_at, book.id, anew || coalesce(added, '[]'), coalesce(left_out, '{}'));
end $$;

-- People and their firms, for those who may read of people; the city's platform reads of none.
create or replace function credit_people() returns table (id uuid, name text, firm_id uuid) language plpgsql stable parallel safe as $$
begin
    if current_user <> 'wuye_platform' then
        return query select s.id, s.name, s.firm_id from staff s where s.district_code = (select current_district());
    end if;
end $$;

grant execute on function credit_rulebook_held(date, uuid), credit_moment_held(text, timestamptz, date, timestamptz),
    credit_card(text, uuid, date, timestamptz, uuid, jsonb, uuid[]), credit_history(text, uuid, date, date, text, timestamptz), credit_history_held(uuid, date, date, text, timestamptz),
    credit_item_points(jsonb, numeric, text, numeric), credit_ratio(jsonb, text, text), credit_supposed(text, uuid, date, timestamptz, uuid, jsonb, uuid[]), credit_people()
    to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform, wuye_worker;

reset role;
