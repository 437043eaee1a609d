-- Assessments of streets and departments: made from a scheme with everything that can be counted, judged, completed, objected to, published by another, corrected by another revision.
-- No role writes in the tables; what moves an assessment locks its row first.
set role wuye_owner;

-- The days of a period; no row: it is none of its cycle.
create or replace function body_period(cycle text, period text) returns table (first date, next date) language sql immutable parallel safe as $$
    select k.first, (k.first + k.span)::date
    from (
        select case when cycle = 'monthly_bulletin' and period ~ '^[12][0-9]{3}-(0[1-9]|1[0-2])$' then make_date(left(period, 4)::integer, right(period, 2)::integer, 1)
                    when cycle = 'quarterly_assessment' and period ~ '^[12][0-9]{3}-Q[1-4]$' then make_date(left(period, 4)::integer, right(period, 1)::integer * 3 - 2, 1)
                    when cycle in ('year_end_ranking', 'closing_evaluation') and period ~ '^[12][0-9]{3}$' then make_date(period::integer, 1, 1) end as first,
            case cycle when 'monthly_bulletin' then interval '1 month' when 'quarterly_assessment' then interval '3 months' else interval '1 year' end as span
    ) k
    where k.first is not null
$$;

-- Streets, or departments of the district, as of a day; of departments those alone that the scheme names, if it names any.
create or replace function body_bodies(document jsonb, day date) returns table (body_code text, body_name text, street_code text, department_id uuid, ordinal bigint)
language sql stable as $$
    select coalesce(o.street_code, o.department_id::text), o.org_name, o.street_code, o.department_id, row_number() over (order by o.org_code)
    from campaign_orgs(current_district(), day) o
    where o.owed_by = document ->> 'bodies' and (document -> 'departments' is null or o.department is null or document -> 'departments' ? o.department)
$$;

create or replace function body_assessment_fill(a body_assessments, scheme jsonb) returns void language plpgsql volatile as $$
declare
    items constant jsonb := a.terms -> 'items';
    one record;
begin
    insert into body_assessment_results (district_code, assessment_id, body_code, body_name, street_code, department_id, ordinal)
    select a.district_code, a.id, b.body_code, b.body_name, b.street_code, b.department_id, b.ordinal
    from body_bodies(scheme, a.next_day - 1) b;
    for one in
        select i.value as item, i.ordinality as n, i.value ->> 'code' as code, i.value ->> 'kind' as kind, (i.value ->> 'points')::numeric as points, m.name as measure, m.rate
        from jsonb_array_elements(items) with ordinality i (value, ordinality)
        left join body_measures() m on i.value ->> 'kind' = 'measured' and m.name = i.value ->> 'measure'
    loop
        insert into body_assessment_lines (district_code, assessment_id, body_code, item_code, street_code, position, kind, measure, full_points, numerator, denominator, value, inputs,
                                           points, left_out)
        select r.district_code, r.assessment_id, r.body_code, one.code, r.street_code, (r.ordinal - 1) * jsonb_array_length(items) + one.n, one.kind, one.measure, one.points,
            c.numerator, c.denominator, c.value, c.inputs, p.points, one.kind <> 'judged' and p.points is null
        from body_assessment_results r
        left join lateral (
            select q.body_code, q.numerator, q.denominator, q.inputs from body_measure(one.measure, a.body_kind, a.first_day, a.next_day, a.counted_at) q where one.kind = 'measured' offset 0
        ) m on m.body_code = r.body_code
        left join lateral body_quarters(a, one.item, r.body_code) y on one.kind = 'quarters'
        cross join lateral (
            select case when one.kind = 'quarters' then y.numerator when one.rate then m.numerator else coalesce(m.numerator, 0) end as numerator,
                case when one.kind = 'quarters' then y.denominator else m.denominator end as denominator,
                case when one.kind = 'quarters' then exact_share(y.numerator, y.denominator, 2) when one.rate then exact_share(m.numerator * 100, m.denominator, 2)
                     when one.kind = 'measured' then coalesce(m.numerator, 0) end as value,
                coalesce(m.inputs, y.inputs, case when one.kind <> 'judged' then '{}'::jsonb end) as inputs
        ) k
        cross join lateral (select case when one.kind <> 'judged' then k.numerator end as numerator, k.denominator, k.value, k.inputs) c
        cross join lateral (select case when one.kind <> 'judged' then body_item_points(one.item, c.value) end as points) p
        where r.district_code = a.district_code and r.assessment_id = a.id;
    end loop;
end $$;

-- The year's quarters by their weights, as they were published last. A body that a quarter had not, has the others.
create or replace function body_quarters(a body_assessments, item jsonb, body text) returns table (numerator numeric, denominator numeric, inputs jsonb) language sql stable as $$
    select sum(r.percent * w.weight), sum(w.weight),
        jsonb_build_object('quarters', jsonb_agg(jsonb_build_object('period', q.period, 'assessment_id', q.id, 'revision', q.revision, 'percent', r.percent::text, 'weight', w.weight::text) order by q.period))
    from body_assessments q
    join body_assessment_results r on r.district_code = q.district_code and r.assessment_id = q.id and r.body_code = body
    cross join lateral (select coalesce((item -> 'weights' ->> (right(q.period, 1)::integer - 1))::numeric, 1) as weight) w
    where q.district_code = a.district_code and q.scheme_code = a.scheme_code and q.cycle = 'quarterly_assessment' and q.state = 'published' and q.first_day >= a.first_day
      and q.next_day <= a.next_day and r.percent is not null
    having count(*) > 0
$$;

-- The text whose SHA-256 is inputs_hash: a head, then a line for each that was counted, by position; members are separated by tabs, each line is ended by a line feed, and what is not there
-- is empty. Points are those that were counted, whatever an objection made of them. Whoever reads the lines makes it again.
create or replace function body_assessment_text(a body_assessments) returns text language sql stable as $$
    select concat_ws(E'\t', a.district_code, a.scheme_code, a.scheme_number, a.cycle, a.period, a.body_kind) || E'\n'
        || coalesce(string_agg(concat(l.body_code, E'\t', l.item_code, E'\t', coalesce(l.measure, l.kind), E'\t', l.numerator, E'\t', l.denominator, E'\t', l.value, E'\t',
                                      coalesce(l.counted_points, l.points), E'\n'), '' order by l.position), '')
    from body_assessment_lines l
    where l.district_code = a.district_code and l.assessment_id = a.id and l.kind <> 'judged'
$$;

create or replace function body_assessment_make(new_id uuid, body jsonb, moment timestamptz, today date, out id uuid, out problem text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    s body_assessment_schemes;
    wanted constant text := body ->> 'cycle';
    days record;
    part jsonb;
    standing body_assessments;
    made body_assessments;
begin
    select t.* into s from body_assessment_schemes t
    where t.district_code in (current_district(), '*') and t.id = (body ->> 'scheme_id')::uuid and t.state in ('given', 'published');
    select p.first, p.next into days from body_period(wanted, body ->> 'period') p;
    select c.value into part from jsonb_array_elements(s.document -> 'cycles') c where c.value ->> 'cycle' = wanted;
    problem := case
        when s.id is null then 'body_scheme_unknown'
        when part is null then 'body_scheme_without_cycle'
        when days.first is null then 'body_period_unfit'
        when days.next > today then 'assessment_period_not_over'
        when s.state = 'published' and not daterange(s.effective_from, s.effective_to) @> (days.next - 1) then 'body_scheme_not_in_force'
        end;
    if problem is not null then
        return;
    end if;
    -- Whoever assesses the same waits here, and then sees the one that was made.
    perform pg_advisory_xact_lock(hashtextextended(concat_ws('|', 'body_assessment', current_district(), s.code, wanted, body ->> 'period'), 0));
    select a.* into standing from body_assessments a
    where a.district_code = current_district() and a.scheme_code = s.code and a.cycle = wanted and a.period = body ->> 'period' and a.state in ('open', 'completed', 'published')
    order by a.state = 'published' limit 1;
    problem := case
        when standing.state in ('open', 'completed') then 'assessment_under_way'
        when standing.id is not null and body ->> 'reason' is null then 'assessment_published_already'
        when standing.id is null and body ->> 'reason' is not null then 'assessment_nothing_to_correct'
        when part -> 'items' @> '[{"kind": "quarters"}]' and 4 > (
            select count(*) from body_assessments q where q.district_code = current_district() and q.scheme_code = s.code and q.cycle = 'quarterly_assessment' and q.state = 'published'
              and q.first_day >= days.first and q.next_day <= days.next) then 'assessment_quarters_missing'
        end;
    if problem is not null then
        return;
    end if;
    insert into body_assessments (district_code, id, scheme_id, scheme_code, scheme_number, cycle, period, first_day, next_day, body_kind, public, terms, revision, corrects, reason, counted_at,
                                  created_by, created_at, updated_at)
    values (current_district(), new_id, s.id, s.code, s.number, wanted, body ->> 'period', days.first, days.next, s.document ->> 'bodies', (s.document ->> 'public')::boolean, part,
            coalesce(standing.revision, 0) + 1, standing.id, body ->> 'reason', moment, current_user_id(), moment, moment)
    returning * into made;
    perform body_assessment_fill(made, s.document);
    update body_assessments t set inputs_hash = encode(sha256(convert_to(body_assessment_text(made), 'UTF8')), 'hex') where t.district_code = made.district_code and t.id = made.id;
    id := made.id;
end $$;

-- The assessment's row, locked, as the caller may know it: a street knows none before it is completed.
create or replace function body_assessment_locked(assessment uuid) returns body_assessments language sql volatile security definer set search_path = public, pg_temp as $$
    select a.* from body_assessments a
    where a.district_code = current_district() and a.id = assessment
      and (current_street() is null or a.state in ('published', 'superseded') or a.completed_at is not null and a.body_kind = 'street') for update
$$;

create or replace function body_assessment_refusal(thing text, state text, wanted text) returns text language sql stable as $$
    select case when not exists (select from body_assessment_transitions t where t.thing = body_assessment_refusal.thing and t.from_state = body_assessment_refusal.state and t.action = wanted)
                then 'state_conflict' end
$$;

-- A source's score replaces the one that it had. A line has points when each of its sources has said something: their mean by weight.
create or replace function body_assessment_judge(new_id uuid, assessment uuid, body jsonb, moment timestamptz, out id uuid, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    a body_assessments := body_assessment_locked(assessment);
    l body_assessment_lines;
    item jsonb;
begin
    id := a.id;
    standing := a.state;
    select t.* into l from body_assessment_lines t
    where t.district_code = a.district_code and t.assessment_id = a.id and t.body_code = body ->> 'body_code' and t.item_code = body ->> 'item_code' and t.kind = 'judged';
    select i.value into item from jsonb_array_elements(a.terms -> 'items') i where i.value ->> 'code' = l.item_code;
    problem := case
        when a.id is null then 'not_found'
        when body_assessment_refusal('assessment', a.state, 'judge') is not null then 'state_conflict'
        when l.item_code is null then 'assessment_line_unknown'
        when not exists (select from jsonb_array_elements(item -> 'sources') s where s ->> 'source' = body ->> 'source') then 'assessment_source_unfit'
        when (body ->> 'score')::numeric > l.full_points then 'assessment_points_exceeded'
        end;
    if problem is not null then
        return;
    end if;
    update body_assessment_judgements t set replaced = true
    where t.district_code = a.district_code and t.assessment_id = a.id and t.body_code = l.body_code and t.item_code = l.item_code and t.source = body ->> 'source' and not t.replaced;
    insert into body_assessment_judgements (district_code, id, assessment_id, body_code, item_code, source, unit, score, reason, judged_by, judged_at)
    values (a.district_code, new_id, a.id, l.body_code, l.item_code, body ->> 'source', body ->> 'unit', (body ->> 'score')::numeric, body ->> 'reason', current_user_id(), moment);
    update body_assessment_lines t set points = k.points
    from (
        select case when count(*) = count(j.score) then exact_share(sum(j.score * w.weight), sum(w.weight), 2) end as points
        from jsonb_array_elements(item -> 'sources') s
        cross join lateral (select coalesce((s ->> 'weight')::numeric, 1) as weight) w
        left join body_assessment_judgements j on j.district_code = a.district_code and j.assessment_id = a.id and j.body_code = l.body_code and j.item_code = l.item_code
            and j.source = s ->> 'source' and not j.replaced
    ) k
    where t.district_code = a.district_code and t.assessment_id = a.id and t.body_code = l.body_code and t.item_code = l.item_code;
    update body_assessments t set version = t.version + 1, updated_at = greatest(moment, t.updated_at + interval '1 microsecond') where t.district_code = a.district_code and t.id = a.id;
end $$;

-- Sums and places. What was left out counts neither for nor against; who is alike shares a place, and stands in the order of counting within it.
create or replace function body_assessment_sum(a body_assessments) returns void language sql volatile as $$
    with summed as (
        select l.body_code, coalesce(sum(l.points), 0) as points, coalesce(sum(l.full_points) filter (where not l.left_out), 0) as possible
        from body_assessment_lines l
        where l.district_code = a.district_code and l.assessment_id = a.id
        group by 1
    ), told as (
        select s.*, case when s.points < 0 then -exact_share(-s.points * 100, s.possible, 2) else exact_share(s.points * 100, s.possible, 2) end as percent from summed s
    ), placed as (
        select t.*, rank() over (order by t.percent desc nulls last) as rank, row_number() over (order by t.percent desc nulls last, r.ordinal) as position
        from told t
        join body_assessment_results r on r.district_code = a.district_code and r.assessment_id = a.id and r.body_code = t.body_code
    )
    update body_assessment_results r set points = p.points, possible = p.possible, percent = p.percent, rank = p.rank, position = p.position,
        grade = (select g.value ->> 'code' from jsonb_array_elements(a.terms -> 'grades') g where p.percent >= (g.value ->> 'low')::numeric order by (g.value ->> 'low')::numeric desc limit 1)
    from placed p
    where r.district_code = a.district_code and r.assessment_id = a.id and r.body_code = p.body_code
$$;

create or replace function body_assessment_complete(assessment uuid, moment timestamptz, out id uuid, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    a body_assessments := body_assessment_locked(assessment);
begin
    id := a.id;
    standing := a.state;
    problem := case
        when a.id is null then 'not_found'
        when body_assessment_refusal('assessment', a.state, 'complete') is not null then 'state_conflict'
        when exists (select from body_assessment_lines l where l.district_code = a.district_code and l.assessment_id = a.id and l.points is null and not l.left_out) then 'assessment_judgements_missing'
        end;
    if problem is null then
        perform body_assessment_sum(a);
        update body_assessments t set state = 'completed', completed_by = current_user_id(), completed_at = moment, version = t.version + 1,
            updated_at = greatest(moment, t.updated_at + interval '1 microsecond')
        where t.district_code = a.district_code and t.id = a.id;
    end if;
end $$;

-- By somebody who neither made nor completed it nor gave more for an objection, and with every objection answered. What it corrects is superseded by it in the same moment.
create or replace function body_assessment_publish(assessment uuid, moment timestamptz, out id uuid, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    a body_assessments;
begin
    -- The one that it corrects first: it is the older.
    perform from body_assessments t where t.district_code = current_district() and t.id = (select k.corrects from body_assessments k where k.district_code = current_district() and k.id = assessment) for update;
    a := body_assessment_locked(assessment);
    id := a.id;
    standing := a.state;
    problem := case
        when a.id is null then 'not_found'
        when body_assessment_refusal('assessment', a.state, 'publish') is not null then 'state_conflict'
        when current_user_id() in (a.completed_by, a.created_by) or exists (
            select from body_assessment_objections o where o.district_code = a.district_code and o.assessment_id = a.id and o.state = 'upheld' and o.answered_by = current_user_id()) then 'separation_of_duties'
        when exists (select from body_assessment_objections o where o.district_code = a.district_code and o.assessment_id = a.id and o.state = 'raised') then 'assessment_objections_open'
        end;
    if problem is null then
        update body_assessments t set state = 'superseded', version = t.version + 1, updated_at = greatest(moment, t.updated_at + interval '1 microsecond')
        where t.district_code = a.district_code and t.id = a.corrects and t.state = 'published';
        update body_assessments t set state = 'published', published_by = current_user_id(), published_at = moment, version = t.version + 1,
            updated_at = greatest(moment, t.updated_at + interval '1 microsecond')
        where t.district_code = a.district_code and t.id = a.id;
    end if;
end $$;

create or replace function body_assessment_withdraw(assessment uuid, said text, moment timestamptz, out id uuid, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    a body_assessments := body_assessment_locked(assessment);
begin
    id := a.id;
    standing := a.state;
    problem := case when a.id is null then 'not_found' else body_assessment_refusal('assessment', a.state, 'withdraw') end;
    if problem is null then
        update body_assessments t set state = 'withdrawn', withdrawn_by = current_user_id(), withdrawn_at = moment, withdrawn_reason = said, version = t.version + 1,
            updated_at = greatest(moment, t.updated_at + interval '1 microsecond')
        where t.district_code = a.district_code and t.id = a.id;
    end if;
end $$;

-- A street objects to a line of its own; the district for a department, which has no access.
create or replace function body_assessment_object(new_id uuid, assessment uuid, body jsonb, moment timestamptz, role text, out id uuid, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    a body_assessments := body_assessment_locked(assessment);
    l body_assessment_lines;
begin
    standing := a.state;
    select t.* into l from body_assessment_lines t
    where t.district_code = a.district_code and t.assessment_id = a.id and t.item_code = body ->> 'item_code' and t.body_code = coalesce(current_street(), body ->> 'body_code')
      and (t.street_code is null) = (role = 'district');
    problem := case
        when a.id is null then 'not_found'
        when body_assessment_refusal('assessment', a.state, 'object') is not null then 'state_conflict'
        when l.item_code is null then 'assessment_line_unknown'
        when exists (select from body_assessment_objections o where o.district_code = a.district_code and o.assessment_id = a.id and o.body_code = l.body_code and o.item_code = l.item_code
                       and o.state = 'raised') then 'assessment_objected_already'
        end;
    if problem is null then
        insert into body_assessment_objections (district_code, id, assessment_id, body_code, item_code, street_code, grounds, raised_by, raised_role, raised_at)
        values (a.district_code, new_id, a.id, l.body_code, l.item_code, l.street_code, body ->> 'grounds', current_user_id(), role, moment);
        id := new_id;
    end if;
end $$;

-- Upheld: the line has the points that are said from now on, the counted ones stay beside them, and sums and places follow.
create or replace function body_objection_answer(objection uuid, body jsonb, moment timestamptz, out id uuid, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    a body_assessments := body_assessment_locked((select k.assessment_id from body_assessment_objections k where k.district_code = current_district() and k.id = objection));
    o body_assessment_objections;
    l body_assessment_lines;
    wanted constant text := body ->> 'decision';
    said constant numeric := (body ->> 'points')::numeric;
    least_points numeric;
begin
    select t.* into o from body_assessment_objections t where t.district_code = a.district_code and t.id = objection for update;
    select t.* into l from body_assessment_lines t where t.district_code = o.district_code and t.assessment_id = o.assessment_id and t.body_code = o.body_code and t.item_code = o.item_code;
    -- What is taken off may be taken off less.
    select least(0, (i.value #>> '{scale,floor}')::numeric) into least_points from jsonb_array_elements(a.terms -> 'items') i where i.value ->> 'code' = l.item_code limit 1;
    id := o.id;
    standing := case when body_assessment_refusal('assessment', a.state, 'answer') is null then o.state else a.state end;
    problem := case
        when o.id is null then 'not_found'
        when coalesce(body_assessment_refusal('assessment', a.state, 'answer'), body_assessment_refusal('objection', o.state, wanted)) is not null then 'state_conflict'
        when o.raised_by = current_user_id() then 'separation_of_duties'
        when (wanted = 'uphold') <> (said is not null) then 'objection_points_misfit'
        when said > l.full_points or said < least_points then 'assessment_points_exceeded'
        end;
    if problem is not null then
        return;
    end if;
    update body_assessment_objections t set state = case wanted when 'uphold' then 'upheld' else 'dismissed' end, answer = body ->> 'answer', points = said, answered_by = current_user_id(),
        answered_at = moment, version = t.version + 1
    where t.district_code = o.district_code and t.id = o.id;
    if wanted = 'uphold' then
        update body_assessment_lines t set counted_points = coalesce(t.counted_points, t.points), points = said, left_out = false
        where t.district_code = o.district_code and t.assessment_id = o.assessment_id and t.body_code = o.body_code and t.item_code = o.item_code;
        perform body_assessment_sum(a);
        update body_assessments t set version = t.version + 1, updated_at = greatest(moment, t.updated_at + interval '1 microsecond') where t.district_code = a.district_code and t.id = a.id;
    end if;
end $$;

-- For the public: what holds, of schemes that say so, places and percentages alone.
create or replace function published_body_results(wanted_district text)
returns table (district_code text, scheme_code text, cycle text, period text, revision integer, first_day date, assessment_id uuid, body_kind text, body_code text, body_name text, rank integer,
               "position" integer, percent numeric, grade text, published_at timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
    select a.district_code, a.scheme_code, a.cycle, a.period, a.revision, a.first_day, a.id, a.body_kind, r.body_code, r.body_name, r.rank, r.position, r.percent, r.grade, a.published_at
    from body_assessments a
    join body_assessment_results r on r.district_code = a.district_code and r.assessment_id = a.id
    where a.public and a.state = 'published' and a.district_code = coalesce(current_district(), wanted_district, a.district_code) and a.district_code = coalesce(wanted_district, a.district_code)
$$;

revoke all on function body_assessment_fill(body_assessments, jsonb), body_assessment_text(body_assessments), body_quarters(body_assessments, jsonb, text), body_assessment_make(uuid, jsonb, timestamptz, date), body_assessment_locked(uuid),
    body_assessment_judge(uuid, uuid, jsonb, timestamptz), body_assessment_sum(body_assessments), body_assessment_complete(uuid, timestamptz), body_assessment_publish(uuid, timestamptz),
    body_assessment_withdraw(uuid, text, timestamptz), body_assessment_object(uuid, uuid, jsonb, timestamptz, text), body_objection_answer(uuid, jsonb, timestamptz),
    published_body_results(text), body_assessment_refusal(text, text, text), body_bodies(jsonb, date) from public;
grant execute on function body_assessment_make(uuid, jsonb, timestamptz, date), body_assessment_judge(uuid, uuid, jsonb, timestamptz), body_assessment_complete(uuid, timestamptz),
    body_assessment_publish(uuid, timestamptz), body_assessment_withdraw(uuid, text, timestamptz), body_objection_answer(uuid, jsonb, timestamptz) to wuye_district;
grant execute on function body_assessment_object(uuid, uuid, jsonb, timestamptz, text) to wuye_district, wuye_street;
grant execute on function published_body_results(text) to wuye_member;

reset role;
