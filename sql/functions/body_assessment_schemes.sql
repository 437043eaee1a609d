-- Schemes by which streets and departments are assessed: what their documents say, what is wrong with one, how one is shown. How one is numbered: documents.sql; published and withdrawn:
-- documents_that_hold.sql.
set role wuye_owner;

-- Items of all cycles. Positions count from 0, as JSON pointers do.
create or replace function body_scheme_items(document jsonb) returns table (cycle_position integer, cycle text, "position" integer, code text, item jsonb) language sql immutable parallel safe as $$
    select c.ordinality::integer - 1, c.value ->> 'cycle', i.ordinality::integer - 1, i.value ->> 'code', i.value
    from jsonb_array_elements(document -> 'cycles') with ordinality c (value, ordinality)
    cross join lateral jsonb_array_elements(c.value -> 'items') with ordinality i (value, ordinality)
$$;

-- What keeps a scheme from being published. pointer: into the document.
create or replace function body_assessment_scheme_findings(document jsonb) returns table (code text, pointer text, zh text, en text) language sql stable parallel safe as $$
    with item as (
        select format('/cycles/%s/items/%s', i.cycle_position, i.position) as at, i.*, i.item ->> 'kind' as kind, (i.item ->> 'points')::numeric as points, i.item -> 'scale' as scale,
            row_number() over (partition by i.cycle_position, i.code order by i.position) as nth, m.name as measure, document ->> 'bodies' = any(m.bodies) as fits
        from body_scheme_items(document) i
        left join body_measures() m on m.name = i.item ->> 'measure'
    )
    select 'cycle_repeated', format('/cycles/%s/cycle', c.n), '同一周期出现两次', 'a cycle is there twice'
    from (select k.ordinality - 1 as n, row_number() over (partition by k.value ->> 'cycle' order by k.ordinality) as nth
          from jsonb_array_elements(document -> 'cycles') with ordinality k (value, ordinality)) c
    where c.nth > 1
    union all
    select f.code, i.at || f.place, f.zh, f.en
    from item i
    cross join lateral (values
        ('item_repeated', '/code', i.nth > 1, format('项目代码 %s 重复', i.code), format('item %s stands there more than once', i.code)),
        ('item_without_points', '/points', i.points = 0 and coalesce((i.scale ->> 'floor')::numeric >= 0, true), '项目没有分值', 'the item has no points to get or to lose'),
        ('measure_unknown', '/measure', i.kind = 'measured' and i.measure is null, format('没有名为 %s 的指标', i.item ->> 'measure'), 'no measure is called so; the list body_measure has those that there are'),
        ('measure_unfit', '/measure', i.kind = 'measured' and not i.fits, '该指标不适用于此类责任单位', 'the measure is not of such bodies'),
        ('scale_unfit', '/scale', i.kind = 'measured' and coalesce(case i.scale ->> 'kind'
            when 'linear' then num_nulls(i.scale ->> 'from', i.scale ->> 'to') > 0 or (i.scale ->> 'from')::numeric = (i.scale ->> 'to')::numeric
            when 'bands' then jsonb_array_length(coalesce(i.scale -> 'bands', '[]')) = 0
            when 'each' then i.scale ->> 'each' is null end, true), '计分方式不完整', 'how points follow from what is counted is not said'),
        ('points_exceeded', '/scale', i.kind = 'measured' and (coalesce((i.scale ->> 'cap')::numeric > i.points, false)
            or exists (select from jsonb_array_elements(i.scale -> 'bands') b where (b ->> 'points')::numeric > i.points)), '得分可超过项目分值', 'more points can be got than the item has'),
        ('sources_missing', '/sources', i.kind = 'judged' and coalesce((select sum(coalesce((s ->> 'weight')::numeric, 1)) from jsonb_array_elements(i.item -> 'sources') s), 0) = 0,
            '评分项目须写明考核方式，其权重之和须大于零', 'what is judged says by which sources, with weights that come to something'),
        ('quarters_unfit', '', i.kind = 'quarters' and (i.cycle <> 'year_end_ranking' or jsonb_array_length(coalesce(i.item -> 'weights', '[1,1,1,1]')) <> 4
            or not exists (select from jsonb_array_elements_text(coalesce(i.item -> 'weights', '[1]')) w where w::numeric > 0)
            or not exists (select from body_scheme_items(document) q where q.cycle = 'quarterly_assessment')),
            '季度得分只用于年终评比，须有季度考核和四个权重，其和大于零', 'quarters count at the year''s end alone, each with its weight, not all of them none, where there is a quarterly cycle')
    ) f (code, place, holds, zh, en)
    where f.holds
$$;

create or replace function body_assessment_scheme_card(s body_assessment_schemes, day date)
returns table (id uuid, common boolean, code text, number integer, title_zh text, title_en text, document jsonb, state text, source text, effective_from date, effective_to date,
               published_at timestamptz, withdrawn_reason text, findings json, version integer, created_at timestamptz, updated_at timestamptz)
language sql stable parallel safe as $$
    select s.id, s.district_code = '*', s.code, s.number, s.title_zh, s.title_en, s.document, document_state(s.state, s.effective_to, day), s.source, s.effective_from, s.effective_to,
        s.published_at, s.withdrawn_reason,
        (select coalesce(json_agg(f order by f.pointer, f.code), '[]') from body_assessment_scheme_findings(s.document) f), s.version, s.created_at, s.updated_at
    where s.id is not null
$$;

-- What points follow from a value as it is told, with two places, so that whoever reads it can do it again; null where there is nothing to count and the item says nothing else.
-- linear: none at `from`, all at `to`, in between by the way between them. bands: of the first that holds it. each: so many more, or less, for each that is counted.
create or replace function body_item_points(item jsonb, value numeric) returns numeric language sql immutable parallel safe as $$
    select case
        when value is null then case item ->> 'missing' when 'full' then t.points when 'zero' then 0 end
        else case t.scale ->> 'kind'
            when 'linear' then least(t.points, greatest(0, exact_share(t.points * (value - t.bottom) * sign(t.top - t.bottom), abs(t.top - t.bottom), 2)))
            when 'each' then greatest(coalesce((t.scale ->> 'floor')::numeric, 0),
                least(coalesce((t.scale ->> 'cap')::numeric, t.points), coalesce((t.scale ->> 'start')::numeric, t.points) + value * (t.scale ->> 'each')::numeric))
            when 'bands' then coalesce((
                select (b.value ->> 'points')::numeric
                from jsonb_array_elements(t.scale -> 'bands') with ordinality b (value, ordinality)
                where subsidy_band_holds(body_item_points.value, (b.value ->> 'low')::numeric, coalesce((b.value ->> 'low_inclusive')::boolean, true), (b.value ->> 'high')::numeric,
                                         coalesce((b.value ->> 'high_inclusive')::boolean, false))
                order by b.ordinality limit 1), 0)
            else exact_share(t.points * value, 100, 2) end
        end
    from (select (item ->> 'points')::numeric as points, item -> 'scale' as scale, (item #>> '{scale,from}')::numeric as bottom, (item #>> '{scale,to}')::numeric as top) t
$$;

grant execute on function body_scheme_items(jsonb), body_assessment_scheme_findings(jsonb), body_assessment_scheme_card(body_assessment_schemes, date) to wuye_district, wuye_street;

reset role;
