-- What a scheme's targets come to, as of a day (L2): rates to two places, rounded half up, compared as they are shown.
set role wuye_owner;

-- The least count whose rate of n, rounded half up to two places, is not below the target: 100k/n ≥ target − 0.005, in whole numbers. A target of more than two places is met by
-- the next two-place number.
create or replace function target_required(n numeric, target numeric) returns numeric language sql immutable parallel safe as $$
    select case when n > 0 and target is not null then greatest(0, div(n * (10 * ceil(target * 100) - 5) + 99999, 100000)) end
$$;

-- due: the target in force on the day (the last one whose day has come); coming: the next one. What a year-on-year comparison is with: the same day of the year before.
create or replace function target_values(scheme target_schemes, day date)
returns table ("position" integer, indicator text, title_zh text, title_en text, unit text, street_code text, binding boolean, form text, direction text, hard boolean, numerator numeric,
               denominator numeric, rate numeric, target numeric, target_most numeric, due_on date, required numeric, gap numeric, next_target numeric, next_due_on date, next_required numeric,
               next_gap numeric, compared_on date, compared_rate numeric, change numeric, state text)
language plpgsql stable security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
begin
    return query
    with items as materialized (
        select t.ordinality as nth, t.value ->> 'code' as code, t.value ->> 'title_zh' as title_zh, t.value ->> 'title_en' as title_en, t.value ->> 'form' as form,
               t.value ->> 'numerator' as numerator, t.value ->> 'denominator' as denominator, coalesce(t.value ->> 'unit', 'district') as unit,
               coalesce(t.value ->> 'direction', 'level') as direction, coalesce((t.value ->> 'hard')::boolean, true) as hard, t.value -> 'targets' as targets,
               not exists (select from target_measure_names() m where not m.by_street and m.name in (t.value ->> 'numerator', t.value ->> 'denominator')) as by_street
        from jsonb_array_elements(scheme.indicators) with ordinality t
    ), counted as materialized (
        select m.* from target_measures_at((select array_agg(n.name) from items i cross join lateral unnest(array[i.numerator, i.denominator]) n (name) where n.name is not null), day) m
    ), counted_before as materialized (
        select m.*
        from target_measures_at((select coalesce(array_agg(n.name), '{}') from items i cross join lateral unnest(array[i.numerator, i.denominator]) n (name)
                                 where n.name is not null and i.direction <> 'level'), (day - interval '1 year')::date) m
        where exists (select from items i where i.direction <> 'level')
    ), units as (
        select 'district' as unit, null::text as street_code where (select current_street()) is null
        union
        select 'street', j.street_code
        from division_jurisdictions j
        where j.district_code = (select current_district()) and j.community_code is null and j.effective_from <= day and coalesce(j.effective_to > day, true)
          and coalesce(j.street_code = (select current_street()), (select current_street()) is null)
        union
        -- Estates may have been on record for longer than the streets have.
        select 'street', e.street_code
        from estates_at(day) e
        where e.district_code = (select current_district()) and coalesce(e.street_code = (select current_street()), (select current_street()) is null)
    ), measured as (
        select i.*, u.unit as of_unit, u.street_code, i.unit in (u.unit, 'each') as binding, d.target as due, c.target as coming,
            coalesce(n.n, 0) as num, case when i.form <> 'count' then coalesce(w.n, 0) end as den, coalesce(nb.n, 0) as num_before, case when i.form <> 'count' then coalesce(wb.n, 0) end as den_before
        from items i
        join units u on u.unit = 'district' or i.by_street
        left join counted n on n.measure = i.numerator and n.street_code is not distinct from u.street_code
        left join counted w on w.measure = i.denominator and w.street_code is not distinct from u.street_code
        left join counted_before nb on nb.measure = i.numerator and nb.street_code is not distinct from u.street_code
        left join counted_before wb on wb.measure = i.denominator and wb.street_code is not distinct from u.street_code
        left join lateral (select g.value as target from jsonb_array_elements(i.targets) with ordinality g where coalesce((g.value ->> 'due_on')::date <= day, true) order by g.ordinality desc limit 1) d on true
        left join lateral (select g.value as target from jsonb_array_elements(i.targets) with ordinality g where (g.value ->> 'due_on')::date > day order by g.ordinality limit 1) c on true
    ), rated as (
        select m.*, (m.due ->> 'at_least')::numeric as least, (m.due ->> 'at_most')::numeric as most, (m.coming ->> 'at_least')::numeric as coming_least,
            case m.form when 'rate' then exact_share(m.num * 100, m.den, 2) when 'per_thousand' then exact_share(m.num * 1000, m.den, 2) end as rate,
            case m.form when 'rate' then exact_share(m.num_before * 100, m.den_before, 2) when 'per_thousand' then exact_share(m.num_before * 1000, m.den_before, 2) end as rate_before
        from measured m
    ), judged as (
        select r.*, case r.form when 'rate' then target_required(r.den, r.least) when 'count' then r.least end as required,
            case r.form when 'rate' then target_required(r.den, r.coming_least) when 'count' then r.coming_least end as coming_required,
            case when r.form = 'count' then r.num else r.rate end as value, case when r.form = 'count' then r.num_before else r.rate_before end as value_before
        from rated r
    )
    select (row_number() over (order by j.nth, j.street_code nulls first))::integer, j.code, j.title_zh, j.title_en, j.of_unit, j.street_code, j.binding, j.form, j.direction, j.hard, j.num, j.den, j.rate,
        j.least, j.most, (j.due ->> 'due_on')::date, j.required, case when j.required is not null then greatest(0, j.required - j.num) end, j.coming_least, (j.coming ->> 'due_on')::date, j.coming_required,
        case when j.coming_required is not null then greatest(0, j.coming_required - j.num) end, case when j.direction <> 'level' then (day - interval '1 year')::date end, case when j.direction <> 'level' then j.value_before end,
        case when j.direction <> 'level' then j.value - j.value_before end,
        case
            when j.value is null or j.direction <> 'level' and j.value_before is null then 'not_applicable'
            when j.due is null then 'not_due'
            when case j.direction
                when 'level' then coalesce(j.value >= j.least, true) and coalesce(j.value <= j.most, true)
                when 'rising' then j.value > j.value_before or j.form = 'rate' and j.value = 100
                else j.value < j.value_before or j.value = 0
            end then 'met'
            when j.hard then 'missed'
            else 'warning'
        end
    from judged j;
end $$;

revoke all on function target_values(target_schemes, date) from public;
grant execute on function target_values(target_schemes, date) to wuye_district, wuye_street, wuye_platform;
grant execute on function target_required(numeric, numeric) to wuye_member;

reset role;
