-- What is wrong with a scheme of subsidies. With an error it cannot be published; a warning is for whoever wrote it to think about.
set role wuye_owner;

-- A score has two places, so whatever holds of the scores at a bound and of those one hundredth beside it holds of every score from 0 to 100.
create or replace function subsidy_band_findings(document jsonb) returns table (severity text, code text, pointer text, zh text, en text) language sql stable parallel safe as $$
    with band as materialized (
        select b.*, b.low > b.high or b.low = b.high and not (b.low_inclusive and b.high_inclusive) as reversed from subsidy_scheme_bands(document) b
    ), sample as materialized (
        select distinct e.at + d.step as score
        from (select 0 as at union select 100 union select unnest(array[b.low, b.high]) from band b) e
        cross join (values (-0.01), (0), (0.01)) d (step)
        where e.at + d.step between 0 and 100
    ), fit as materialized (
        select s.score, b.position
        from sample s
        join band b on subsidy_band_holds(s.score, b.low, b.low_inclusive, b.high, b.high_inclusive)
    ), run as (
        select s.score, s.lost, row_number() over (order by s.score) - row_number() over (partition by s.lost order by s.score) as run
        from (select s.score, not exists (select from fit f where f.score = s.score) as lost from sample s) s
    )
    select 'error', 'bands_missing', '/coefficients/bands', '没有考核系数表', 'there is no table of coefficients'
    where not exists (select from band)
    union all
    select 'error', 'band_gap', '/coefficients/bands', format('考核得分 %s 至 %s 分没有对应系数', round(min(r.score), 2), round(max(r.score), 2)),
        format('scores from %s to %s have no coefficient', round(min(r.score), 2), round(max(r.score), 2))
    from run r
    where r.lost and exists (select from band)
    group by r.run
    union all
    select 'error', 'band_overlap', '/coefficients/bands/' || b.position, format('第 %s 档与第 %s 档都包含 %s 分', a.position + 1, b.position + 1, round(min(a.score), 2)),
        format('bands %s and %s both hold the score %s', a.position + 1, b.position + 1, round(min(a.score), 2))
    from fit a
    join fit b on b.score = a.score and b.position > a.position
    group by a.position, b.position
    union all
    select 'error', 'band_reversed', '/coefficients/bands/' || b.position, format('第 %s 档的下限不低于上限', b.position + 1), format('the bounds of band %s leave nothing between them', b.position + 1)
    from band b
    where b.reversed
    union all
    select 'error', 'band_out_of_reach', '/coefficients/bands/' || b.position, format('第 %s 档不含 0 至 100 的任何得分', b.position + 1), format('band %s holds no score from 0 to 100', b.position + 1)
    from band b
    where not coalesce(b.reversed, false) and not exists (select from fit f where f.position = b.position)
    union all
    select 'error', 'coefficient_beyond', format('/coefficients/bands/%s/coefficient', b.position), '系数必须在 0 至 1 之间', 'a coefficient lies between 0 and 1'
    from band b
    where b.coefficient not between 0 and 1
    union all
    select 'error', 'coefficient_beyond', '/coefficients/missing', '系数必须在 0 至 1 之间', 'a coefficient lies between 0 and 1'
    where (document #>> '{coefficients,missing}')::numeric not between 0 and 1
    union all
    select 'warning', 'coefficient_falls', format('/coefficients/bands/%s/coefficient', b.position), format('第 %s 档得分更高，系数却低于第 %s 档', b.position + 1, a.position + 1),
        format('band %s is for better scores than band %s and pays less', b.position + 1, a.position + 1)
    from band a
    join band b on coalesce(b.low, 0) > coalesce(a.low, 0) and b.coefficient < a.coefficient
    where not exists (select from band n where coalesce(n.low, 0) > coalesce(a.low, 0) and coalesce(n.low, 0) < coalesce(b.low, 0))
$$;

-- Years need not pay less than those before: the second and the third of a plan "falling over three years" may be equal.
create or replace function subsidy_year_findings(document jsonb) returns table (severity text, code text, pointer text, zh text, en text) language sql stable parallel safe as $$
    with year as materialized (
        select y.*, lag(y.after) over (order by y.position) as follows from subsidy_scheme_years(document) y
    ), class as materialized (
        select * from subsidy_scheme_classes(document)
    )
    select 'error', case when y.first > y.follows then 'years_gap' else 'years_overlap' end, format('/years/%s/from', y.position),
        format('第 %s 年度%s', y.position + 1, case when y.first > y.follows then '与上一年度之间有空档' else '与上一年度重叠' end),
        format('year %s %s the one before', y.position + 1, case when y.first > y.follows then 'leaves months free after' else 'overlaps' end)
    from year y
    where y.first <> y.follows
    union all
    select 'error', 'year_index_wrong', format('/years/%s/index', y.position), format('年度序号应为 %s', y.position + 1), format('the index of this year is %s', y.position + 1)
    from year y
    where y.year_index <> y.position + 1
    union all
    select 'warning', 'months_not_twelve', format('/years/%s/months', y.position), format('第 %s 年度为 %s 个月', y.position + 1, y.months), format('year %s has %s months', y.position + 1, y.months)
    from year y
    where y.months <> 12
    union all
    select 'error', 'rate_missing', format('/years/%s/rates', y.position), format('第 %s 年度没有类别 %s 的标准', y.position + 1, c.class), format('year %s has no rate for class %s', y.position + 1, c.class)
    from year y cross join class c
    where y.rates ->> c.class is null
    union all
    select 'error', 'class_unknown', format('/years/%s/rates/%s', y.position, replace(replace(r.key, '~', '~0'), '/', '~1')), format('没有类别 %s', r.key), format('there is no class %s', r.key)
    from year y cross join lateral jsonb_object_keys(y.rates) r (key)
    where not exists (select from class c where c.class = r.key)
    union all
    select 'warning', 'rate_above_guide_fee', format('/years/%s/rates/%s', y.position, c.class), format('类别 %s 的补贴标准高于指导收费', c.class), format('the rate of class %s is above its guide fee', c.class)
    from year y cross join class c
    where (y.rates ->> c.class)::numeric > c.guide_fee
$$;

-- Not inlined: the document is read once, whatever statement asks.
create or replace function subsidy_scheme_findings(document jsonb) returns table (severity text, code text, pointer text, zh text, en text) language plpgsql stable parallel safe as $$
#variable_conflict use_column
begin
    return query
    select f.* from subsidy_band_findings($1) f
    union all
    select f.* from subsidy_year_findings($1) f
    union all
    select f.* from document_repeats($1, 'classes', '{code}') f
    union all
    select f.* from document_repeats($1, 'assumptions', '{pointer,zh}') f
    union all
    select 'error', 'mode_in_two_classes', format('/classes/%s/modes/%s', b.class_position, b.mode_position),
        format('管理模式 %s（%s）同时属于类别 %s 和 %s', b.mode, string_agg(b.new_or_old, '、' order by b.new_or_old), a.class, b.class),
        format('mode %s (%s) is of class %s and of class %s', b.mode, string_agg(b.new_or_old, ', ' order by b.new_or_old), a.class, b.class)
    from subsidy_scheme_modes($1) a
    join subsidy_scheme_modes($1) b on b.mode = a.mode and b.new_or_old = a.new_or_old and (b.class_position, b.mode_position) > (a.class_position, a.mode_position)
    group by a.class, b.class, b.class_position, b.mode_position, b.mode
    union all
    select 'warning', 'area_missing', format('/classes/%s/area_m2', c.position), format('类别 %s 没有方案面积，测算须另给面积', c.class),
        format('class %s has no area of its own: a forecast needs one from elsewhere', c.class)
    from subsidy_scheme_classes($1) c
    where c.area_m2 is null;
end $$;

grant execute on function subsidy_band_findings(jsonb), subsidy_year_findings(jsonb), subsidy_scheme_findings(jsonb) to wuye_member;

reset role;
