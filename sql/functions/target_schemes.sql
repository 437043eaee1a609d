-- Schemes of targets: how one is shown, what is wrong with one, and which holds on a day. How one is numbered: documents.sql; published and withdrawn: documents_that_hold.sql.
set role wuye_owner;

-- What keeps a scheme from being published. pointer: into the scheme, as JSON pointers count.
create or replace function target_scheme_findings(indicators jsonb) returns table (code text, pointer text, zh text, en text) language sql immutable parallel safe as $$
    with i as (
        select t.ordinality - 1 as n, t.value as item, t.value ->> 'code' as code, t.value ->> 'form' as form, coalesce(t.value ->> 'direction', 'level') as direction,
               row_number() over (partition by t.value ->> 'code' order by t.ordinality) as nth
        from jsonb_array_elements(indicators) with ordinality t
    ), t as (
        select i.n, i.form, i.direction, g.ordinality - 1 as k, g.value ->> 'due_on' as due_on, g.value ->> 'at_least' as at_least, g.value ->> 'at_most' as at_most,
               lag(g.value ->> 'due_on') over (partition by i.n order by g.ordinality) as due_before
        from i
        cross join lateral jsonb_array_elements(case jsonb_typeof(i.item -> 'targets') when 'array' then i.item -> 'targets' else '[]' end) with ordinality g
    )
    select 'indicator_repeated', format('/indicators/%s/code', i.n), format('指标代码 %s 重复', i.code), format('indicator %s stands there more than once', i.code)
    from i where i.nth > 1
    union all
    select 'measure_unknown', format('/indicators/%s/%s', i.n, m.side), format('没有名为 %s 的统计量（见代码表 target_measure）', m.name), format('no measure is called %s; the code list target_measure has those that there are', m.name)
    from i
    cross join lateral (values ('numerator', i.item ->> 'numerator'), ('denominator', i.item ->> 'denominator')) m (side, name)
    where (m.name is not null or m.side = 'numerator') and not exists (select from target_measure_names() k where k.name = m.name)
    union all
    select 'denominator_misfit', format('/indicators/%s/denominator', i.n), '比率须有分母，计数不得有分母', 'a rate has a denominator, a count has none'
    from i where (i.form = 'count') = ((i.item ->> 'denominator') is not null)
    union all
    select 'not_by_street', format('/indicators/%s/unit', i.n), '该统计量只按全区统计，不能对街道设目标', 'the measure is the district''s alone: it binds no street'
    from i where coalesce(i.item ->> 'unit', 'district') <> 'district'
      and exists (select from target_measure_names() k where not k.by_street and k.name in (i.item ->> 'numerator', i.item ->> 'denominator'))
    union all
    select 'targets_missing', format('/indicators/%s/targets', i.n), '至少须有一个目标', 'at least one target'
    from i where not exists (select from t where t.n = i.n)
    union all
    select 'target_wrong', format('/indicators/%s/targets/%s', t.n, t.k), '目标须为不超过两位小数的数；按水平考核的须写明 at_least 或 at_most，且不得相反；逐年升降的不写数值；比率不超过 100',
        'a target is a number with at most two places; one that is to be reached says at_least or at_most, and not crosswise; one of rising or falling says no number; no rate is above 100'
    from t
    where not coalesce(t.at_least ~ '^[0-9]{1,9}(\.[0-9]{1,2})?$', true) or not coalesce(t.at_most ~ '^[0-9]{1,9}(\.[0-9]{1,2})?$', true)
       or (t.direction = 'level') = (t.at_least is null and t.at_most is null)
       or case when coalesce(t.at_least ~ '^[0-9]{1,9}(\.[0-9]{1,2})?$', true) and coalesce(t.at_most ~ '^[0-9]{1,9}(\.[0-9]{1,2})?$', true) then coalesce(t.at_least::numeric > t.at_most::numeric, false) or t.form = 'rate' and coalesce(t.at_least::numeric > 100, false) end
    union all
    select 'days_unordered', format('/indicators/%s/targets/%s/due_on', t.n, t.k), '目标须按日期先后排列，不得重复；只有第一个可不写日期', 'targets stand in the order of their days, none twice; only the first may have no day'
    from t where t.k > 0 and (t.due_on is null or t.due_on <= t.due_before)
$$;

create or replace function target_scheme_card(s target_schemes, day date)
returns table (id uuid, common boolean, code text, number integer, title_zh text, title_en text, indicators jsonb, state text, source text, effective_from date, effective_to date,
               published_at timestamptz, withdrawn_reason text, findings json, version integer, created_at timestamptz, updated_at timestamptz)
language sql stable parallel safe as $$
    select s.id, s.district_code = '*', s.code, s.number, s.title_zh, s.title_en, s.indicators, document_state(s.state, s.effective_to, day), s.source,
        s.effective_from, s.effective_to, s.published_at, s.withdrawn_reason,
        (select coalesce(json_agg(f order by f.pointer, f.code), '[]') from target_scheme_findings(s.indicators) f), s.version, s.created_at, s.updated_at
    where s.id is not null
$$;

-- Those that hold on a day, each code once: the district's own that is published; where there is none, the last one shipped. wanted: codes, null: all.
create or replace function target_schemes_on(wanted text[], day date) returns setof target_schemes language sql stable security definer set search_path = public, pg_temp as $$
    select distinct on (s.code) s.*
    from target_schemes s
    where coalesce(s.code = any (wanted), true)
      and (s.district_code = '*' or s.district_code = current_district() and s.state = 'published' and daterange(s.effective_from, s.effective_to) @> day)
    order by s.code, s.district_code = '*', s.number desc
$$;

revoke all on function target_schemes_on(text[], date) from public;
grant execute on function target_schemes_on(text[], date) to wuye_district, wuye_street, wuye_platform;
grant execute on function target_scheme_findings(jsonb), target_scheme_card(target_schemes, date) to wuye_district, wuye_street, wuye_community, wuye_platform;

reset role;
