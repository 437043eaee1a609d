-- Schemes of subsidies: what their documents say, how one is shown, published, withdrawn and ended.
set role wuye_owner;

drop function if exists subsidy_class_of(uuid, text, text);

-- Years of a scheme. position counts from 0, as JSON pointers do; after: the day after the last.
create or replace function subsidy_scheme_years(document jsonb)
returns table ("position" integer, year_index integer, first date, after date, months integer, rates jsonb) language sql immutable parallel safe as $$
    select y.ordinality::integer - 1, (y.value ->> 'index')::integer, k.first, (k.first + make_interval(months => k.months))::date, k.months, y.value -> 'rates'
    from jsonb_array_elements(document -> 'years') with ordinality y (value, ordinality)
    cross join lateral (
        select make_date(split_part(y.value ->> 'from', '-', 1)::integer, split_part(y.value ->> 'from', '-', 2)::integer, 1) as first, coalesce((y.value ->> 'months')::integer, 12) as months
    ) k
$$;

create or replace function subsidy_scheme_classes(document jsonb)
returns table ("position" integer, class text, title_zh text, title_en text, guide_fee numeric, area_m2 numeric) language sql immutable parallel safe as $$
    select c.ordinality::integer - 1, c.value ->> 'code', c.value ->> 'title_zh', c.value ->> 'title_en', (c.value ->> 'guide_fee')::numeric, (c.value ->> 'area_m2')::numeric
    from jsonb_array_elements(document -> 'classes') with ordinality c (value, ordinality)
$$;

-- Which estates are of a class: managed in this mode, and new, old or ordinary.
create or replace function subsidy_scheme_modes(document jsonb)
returns table (class_position integer, class text, mode_position integer, mode text, new_or_old text) language sql immutable parallel safe as $$
    select c.ordinality::integer - 1, c.value ->> 'code', m.ordinality::integer - 1, m.value, n.value
    from jsonb_array_elements(document -> 'classes') with ordinality c (value, ordinality)
    cross join lateral jsonb_array_elements_text(c.value -> 'modes') with ordinality m (value, ordinality)
    cross join lateral jsonb_array_elements_text(c.value -> 'new_or_old') n (value)
$$;

-- Bands of coefficients. No bound: as far as scores go.
create or replace function subsidy_scheme_bands(document jsonb)
returns table ("position" integer, low numeric, low_inclusive boolean, high numeric, high_inclusive boolean, coefficient numeric) language sql immutable parallel safe as $$
    select b.ordinality::integer - 1, (b.value ->> 'low')::numeric, coalesce((b.value ->> 'low_inclusive')::boolean, true), (b.value ->> 'high')::numeric,
        coalesce((b.value ->> 'high_inclusive')::boolean, false), (b.value ->> 'coefficient')::numeric
    from jsonb_array_elements(document #> '{coefficients,bands}') with ordinality b (value, ordinality)
$$;

create or replace function subsidy_band_holds(score numeric, low numeric, low_inclusive boolean, high numeric, high_inclusive boolean) returns boolean language sql immutable parallel safe as $$
    select case when low_inclusive then coalesce(score >= low, true) else coalesce(score > low, true) end
        and case when high_inclusive then coalesce(score <= high, true) else coalesce(score < high, true) end
$$;

-- What a published scheme of the caller's district pays in a month for a square metre of each class; no row: the month is none of its months.
create or replace function subsidy_rates(scheme uuid, month date) returns table (class text, rate numeric, guide_fee numeric, year_index integer) language sql stable parallel safe as $$
    select c.class, (y.rates ->> c.class)::numeric, c.guide_fee, y.year_index
    from subsidy_schemes s
    cross join lateral (select date_trunc('month', month::timestamp)::date as first) k
    join lateral subsidy_scheme_years(s.document) y on k.first >= y.first and k.first < y.after
    cross join lateral subsidy_scheme_classes(s.document) c
    where s.district_code = (select current_district()) and s.id = scheme and s.state = 'published' and daterange(s.effective_from, s.effective_to) @> k.first
      and y.rates ->> c.class is not null
$$;

-- Of which class an estate is that is managed in a mode; no row: the scheme pays nothing for it.
create or replace function subsidy_class_modes(scheme uuid) returns table (class text, mode text, new_or_old text) language sql stable parallel safe as $$
    select m.class, m.mode, m.new_or_old
    from subsidy_schemes s
    cross join lateral subsidy_scheme_modes(s.document) m
    where s.district_code = (select current_district()) and s.id = scheme
    order by m.class_position
$$;

-- By what the street multiplies what it pays out, by the score in percent; without a score what the scheme says of that, null when it says nothing.
create or replace function subsidy_coefficient(scheme uuid, score numeric) returns numeric language sql stable parallel safe as $$
    select case when $2 is null then (s.document #>> '{coefficients,missing}')::numeric
                else (select b.coefficient from subsidy_scheme_bands(s.document) b
                      where subsidy_band_holds($2, b.low, b.low_inclusive, b.high, b.high_inclusive) order by b.position limit 1) end
    from subsidy_schemes s
    where s.district_code = (select current_district()) and s.id = scheme
$$;

create or replace function subsidy_scheme_state(stored text, effective_to date, superseded_by uuid, day date) returns text language sql immutable parallel safe as $$
    select case when stored <> 'published' or effective_to > day then stored when superseded_by is not null then 'superseded' else 'ended' end
$$;

create or replace function subsidy_scheme_card(s subsidy_schemes, day date)
returns table (id uuid, common boolean, code text, number integer, title_zh text, title_en text, state text, source text, effective_from date, effective_to date,
               superseded_by uuid, published_at timestamptz, end_reason text, version integer, created_at timestamptz, updated_at timestamptz)
language sql immutable parallel safe as $$
    select s.id, s.district_code = '*', s.code, s.number, s.title_zh, s.title_en, subsidy_scheme_state(s.state, s.effective_to, s.superseded_by, day), s.source, s.effective_from, s.effective_to,
        s.superseded_by, s.published_at, s.end_reason, s.version, s.created_at, s.updated_at
$$;

-- All schemes of the code are locked first, in the order of their ids, so that each who moves one sees what the one before left.
create or replace function subsidy_scheme_locked(scheme uuid) returns subsidy_schemes language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    found subsidy_schemes;
begin
    perform from subsidy_schemes s
    where s.district_code = current_district() and s.code = (select o.code from subsidy_schemes o where o.district_code = current_district() and o.id = scheme)
    order by s.id for no key update;
    select s.* into found from subsidy_schemes s where s.district_code = current_district() and s.id = scheme;
    return found;
end $$;

-- What is published is beyond the reach of every role: its row security lets a role change drafts alone, and these functions are the owner's. A scheme may begin on a day that
-- is past, for plans are made known after they begin; but what another one of its code paid or may have paid by then it does not touch: that one ends tomorrow at the soonest.
create or replace function subsidy_scheme_publish(scheme uuid, seen integer, first_day date, end_day date, at timestamptz, day date, out moved subsidy_schemes, out standing text, out problem text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    before subsidy_schemes := subsidy_scheme_locked(scheme);
    opens date;
    closes date;
    begins date;
    ends date;
begin
    if before.id is null then
        problem := 'not_found';
        return;
    end if;
    select min(y.first), max(y.after) into opens, closes from subsidy_scheme_years(before.document) y;
    begins := coalesce(first_day, before.effective_from, opens);
    ends := coalesce(end_day, before.effective_to, closes);
    problem := draft_refusal('scheme', before.state, before.version, seen, before.written_by);
    problem := case
        when problem is not null then problem
        when exists (select from subsidy_scheme_findings(before.document) f where f.severity = 'error') then 'scheme_has_errors'
        when extract(day from begins) <> 1 or extract(day from ends) <> 1 then 'scheme_not_whole_months'
        when begins < opens or ends > closes or begins >= ends then 'scheme_outside_years'
        when exists (select from subsidy_schemes s where s.district_code = before.district_code and s.code = before.code and s.state = 'published' and s.effective_from = begins) then 'scheme_day_taken'
        when begins <= day and exists (
            select from subsidy_schemes s where s.district_code = before.district_code and s.code = before.code and s.state = 'published' and s.effective_from < begins and s.effective_to > begins
        ) then 'takes_effect_in_the_past'
        end;
    if problem is not null then
        standing := case when problem = 'state_conflict' then subsidy_scheme_state(before.state, before.effective_to, before.superseded_by, day) end;
        return;
    end if;
    update subsidy_schemes s set effective_to = begins, superseded_by = before.id, version = s.version + 1, updated_at = greatest(at, s.updated_at + interval '1 microsecond')
    where s.district_code = before.district_code and s.code = before.code and s.state = 'published' and s.effective_from < begins and s.effective_to > begins;
    update subsidy_schemes s set state = 'published', effective_from = begins, effective_to = least(ends, n.effective_from), planned_to = ends, superseded_by = n.id,
        published_by = current_user_id(), published_at = at, version = s.version + 1, updated_at = greatest(at, s.updated_at + interval '1 microsecond')
    from (select) one
    left join lateral subsidy_scheme_next(before.code, begins, ends) n on true
    where s.district_code = before.district_code and s.id = before.id
    returning s.* into moved;
end $$;

-- The first published scheme of a code that begins between two days; no row: none does.
create or replace function subsidy_scheme_next(name text, after date, before date) returns table (id uuid, effective_from date) language sql stable as $$
    select s.id, s.effective_from
    from subsidy_schemes s
    where s.district_code = current_district() and s.code = name and s.state = 'published' and s.effective_from > after and s.effective_from < before
    order by s.effective_from
    limit 1
$$;

-- A draft, or one whose first day has not come: the one that would have ended for it goes on, as long as it was meant to. One that has begun is ended instead, from a month that
-- has not begun.
create or replace function subsidy_scheme_withdraw(scheme uuid, reason text, end_day date, at timestamptz, day date, out moved subsidy_schemes, out standing text, out problem text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    before subsidy_schemes := subsidy_scheme_locked(scheme);
    begun boolean := before.state = 'published' and before.effective_from <= day;
begin
    problem := case
        when before.id is null then 'not_found'
        when before.state not in ('draft', 'published') or begun and before.effective_to <= day then 'state_conflict'
        when not begun and end_day is not null then 'scheme_not_begun'
        when not begun then null
        when end_day is null then 'scheme_end_missing'
        when extract(day from end_day) <> 1 then 'scheme_not_whole_months'
        when end_day <= day then 'takes_effect_in_the_past'
        when end_day >= before.effective_to then 'scheme_outside_years'
        end;
    if problem is not null then
        standing := case when problem = 'state_conflict' then subsidy_scheme_state(before.state, before.effective_to, before.superseded_by, day) end;
        return;
    end if;
    update subsidy_schemes s set state = case when begun then s.state else 'withdrawn' end, effective_to = case when begun then end_day else s.effective_to end,
        planned_to = case when begun then end_day else s.planned_to end, superseded_by = null, end_reason = reason, version = s.version + 1,
        updated_at = greatest(at, s.updated_at + interval '1 microsecond')
    where s.district_code = before.district_code and s.id = before.id
    returning s.* into moved;
    update subsidy_schemes s set effective_to = coalesce(n.effective_from, s.planned_to), superseded_by = n.id, version = s.version + 1,
        updated_at = greatest(at, s.updated_at + interval '1 microsecond')
    from subsidy_schemes o
    left join lateral subsidy_scheme_next(o.code, o.effective_from, o.planned_to) n on true
    where not begun and s.district_code = before.district_code and s.superseded_by = before.id and o.district_code = s.district_code and o.id = s.id;
end $$;

revoke all on function subsidy_scheme_locked(uuid), subsidy_scheme_next(text, date, date), subsidy_scheme_publish(uuid, integer, date, date, timestamptz, date),
    subsidy_scheme_withdraw(uuid, text, date, timestamptz, date) from public;
grant execute on function subsidy_scheme_years(jsonb), subsidy_scheme_classes(jsonb), subsidy_scheme_modes(jsonb), subsidy_scheme_bands(jsonb),
    subsidy_band_holds(numeric, numeric, boolean, numeric, boolean), subsidy_rates(uuid, date), subsidy_class_modes(uuid),
    subsidy_coefficient(uuid, numeric), subsidy_scheme_state(text, date, uuid, date), subsidy_scheme_card(subsidy_schemes, date) to wuye_member;
grant execute on function subsidy_scheme_publish(uuid, integer, date, date, timestamptz, date), subsidy_scheme_withdraw(uuid, text, date, timestamptz, date)
    to wuye_district;

reset role;
