-- Score sheets: how one is shown, what is wrong with one, and how the lines of an assessment fill it. How one is numbered: documents.sql; published and withdrawn: documents_that_hold.sql.
set role wuye_owner;

drop function if exists score_sheet_locked(uuid);

-- What keeps a sheet from being published. pointer: into the sheet, as JSON pointers count.
create or replace function score_sheet_findings(items jsonb, total numeric) returns table (code text, pointer text, zh text, en text) language sql immutable parallel safe as $$
    with item as (
        select i.ordinality - 1 as n, i.value ->> 'code' as code, (i.value ->> 'max')::numeric as most, (i.value ->> 'step')::numeric as step,
            row_number() over (partition by i.value ->> 'code' order by i.ordinality) as nth
        from jsonb_array_elements(items) with ordinality i (value, ordinality)
    )
    select 'item_repeated', format('/items/%s/code', i.n), format('项目代码 %s 重复', i.code), format('item %s stands there more than once', i.code) from item i where i.nth > 1
    union all
    select 'item_without_points', format('/items/%s/max', i.n), format('项目 %s 的满分为零', i.code), format('item %s has no points to get', i.code) from item i where i.most = 0
    union all
    select 'step_unfit', format('/items/%s/step', i.n), format('项目 %s 的满分 %s 不是计分单位 %s 的整数倍', i.code, i.most, i.step), format('the %s points of item %s are not a multiple of its step %s', i.most, i.code, i.step)
    from item i
    where case when i.step = 0 then true else mod(i.most, i.step) <> 0 end
    union all
    select 'total_differs', '/total', format('各项满分合计 %s，总分 %s', sum(i.most), score_sheet_findings.total), format('the items come to %s, the total is %s', sum(i.most), score_sheet_findings.total)
    from item i
    having sum(i.most) <> score_sheet_findings.total
$$;

create or replace function score_sheet_card(s score_sheets, day date)
returns table (id uuid, common boolean, code text, number integer, title_zh text, title_en text, kinds json, items jsonb, total numeric, state text, source text, effective_from date,
               effective_to date, published_at timestamptz, withdrawn_reason text, findings json, version integer, created_at timestamptz, updated_at timestamptz)
language sql stable parallel safe as $$
    select s.id, s.district_code = '*', s.code, s.number, s.title_zh, s.title_en, to_json(s.kinds), s.items, s.total, document_state(s.state, s.effective_to, day), s.source,
        s.effective_from, s.effective_to, s.published_at, s.withdrawn_reason,
        (select coalesce(json_agg(f order by f.pointer, f.code), '[]') from score_sheet_findings(s.items, s.total) f), s.version, s.created_at, s.updated_at
    where s.id is not null
$$;

-- The lines of an assessment upon the items of its sheet, in the sheet's order. An item of the rule 'each' has a line of its own; what no line speaks of counts whole under 'deduct' and
-- nothing under 'award'. Where evidence is asked for, a line names it: of 'each' always, else when it takes or gives points.
create or replace function score_sheet_fill(items jsonb, lines jsonb, out sheet jsonb, out score numeric, out problem text) language sql immutable parallel safe as $$
    with line as (
        select l.value ->> 'code' as code, (l.value ->> 'score')::numeric as points, l.value ->> 'evidence' as evidence from jsonb_array_elements(lines) l
    ), item as (
        select i.ordinality as n, i.value ->> 'code' as code, i.value ->> 'title_zh' as title, (i.value ->> 'max')::numeric as most, (i.value ->> 'step')::numeric as step,
            coalesce((i.value ->> 'evidence_required')::boolean, false) as proof, case i.value ->> 'rule' when 'deduct' then (i.value ->> 'max')::numeric when 'award' then 0 end as unsaid
        from jsonb_array_elements(items) with ordinality i (value, ordinality)
    ), filled as (
        select i.*, coalesce(l.points, i.unsaid) as points, l.evidence from item i left join line l on l.code = i.code
    )
    select jsonb_agg(jsonb_strip_nulls(jsonb_build_object('code', f.code, 'item', f.title, 'score', round(f.points, 2)::text, 'max', round(f.most, 2)::text, 'evidence', f.evidence)) order by f.n),
        sum(f.points), case
        when exists (select from line l group by l.code having count(*) > 1) or exists (select from line l where not exists (select from item i where i.code = l.code)) then 'score_line_unknown'
        when bool_or(f.points is null) then 'score_line_missing'
        when bool_or(f.points > f.most or case when f.step > 0 then mod(f.points, f.step) <> 0 else false end) then 'score_line_unfit'
        when bool_or(f.proof and f.evidence is null and f.points is distinct from f.unsaid) then 'score_line_evidence'
        end
    from filled f
$$;

grant execute on function score_sheet_findings(jsonb, numeric), score_sheet_card(score_sheets, date)
    to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform;
grant execute on function score_sheet_fill(jsonb, jsonb) to wuye_district, wuye_street, wuye_community;

reset role;
