-- Score sheets: how one is shown, what is wrong with one, how it is numbered, published and withdrawn, and how the lines of an assessment fill it.
set role wuye_owner;

create or replace function score_sheet_state(stored text, effective_to date, day date) returns text language sql immutable parallel safe as $$
    select case when stored = 'published' and effective_to <= day then 'superseded' else stored end
$$;

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
    select s.id, s.district_code = '*', s.code, s.number, s.title_zh, s.title_en, to_json(s.kinds), s.items, s.total, score_sheet_state(s.state, s.effective_to, day), s.source,
        s.effective_from, s.effective_to, s.published_at, s.withdrawn_reason,
        (select coalesce(json_agg(f order by f.pointer, f.code), '[]') from score_sheet_findings(s.items, s.total) f), s.version, s.created_at, s.updated_at
    where s.id is not null
$$;

-- The next number of a code. Whoever drafts the same one waits here, and then sees the number that was taken; two first ones meet in the unique key.
create or replace function score_sheet_number(name text) returns integer language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
    perform from score_sheets s where s.district_code = current_district() and s.code = name order by s.id for no key update;
    return (select coalesce(max(s.number), 0) + 1 from score_sheets s where s.district_code = current_district() and s.code = name);
end $$;

-- The sheet, with all of its code locked in the order of their ids, so that each who publishes or withdraws sees what the one before left.
create or replace function score_sheet_locked(sheet uuid) returns score_sheets language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    found_one score_sheets;
begin
    perform from score_sheets s
    where s.district_code = current_district() and s.code = (select o.code from score_sheets o where o.district_code = current_district() and o.id = sheet)
    order by s.id for no key update;
    select s.* into found_one from score_sheets s where s.district_code = current_district() and s.id = sheet;
    return found_one;
end $$;

-- What is published is beyond the reach of every role: row security lets a role change drafts alone, and these two functions are the owner's. The first number of a code may hold
-- from a day of the past: sheets were in use on paper before they were recorded, and nothing was assessed by another. A later number takes effect today or later.
create or replace function score_sheet_publish(sheet uuid, seen integer, first_day date, at timestamptz, day date, out moved score_sheets, out standing text, out problem text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    before constant score_sheets := score_sheet_locked(sheet);
    begins constant date := coalesce(first_day, before.effective_from);
begin
    problem := case
        when before.id is null then 'not_found'
        when before.state <> 'draft' then 'state_conflict'
        when before.version <> seen then 'score_sheet_changed'
        when current_user_id() = any (before.written_by) then 'separation_of_duties'
        when begins is null then 'score_sheet_day_missing'
        when begins < day and exists (select from score_sheets s where s.district_code = before.district_code and s.code = before.code and s.published_at is not null and s.effective_from <= day)
            then 'takes_effect_in_the_past'
        when exists (select from score_sheets s where s.district_code = before.district_code and s.code = before.code and s.state = 'published' and s.effective_from = begins)
            then 'score_sheet_day_taken'
        when exists (select from score_sheet_findings(before.items, before.total)) then 'score_sheet_has_faults'
        end;
    if problem is not null then
        standing := case when problem = 'state_conflict' then score_sheet_state(before.state, before.effective_to, day) end;
        return;
    end if;
    update score_sheets s set effective_to = begins, version = s.version + 1, updated_at = greatest(at, s.updated_at + interval '1 microsecond')
    where s.district_code = before.district_code and s.code = before.code and s.state = 'published' and s.effective_from < begins and coalesce(s.effective_to > begins, true);
    update score_sheets s set state = 'published', effective_from = begins, published_by = current_user_id(), published_at = at, version = s.version + 1,
        updated_at = greatest(at, s.updated_at + interval '1 microsecond'),
        effective_to = (select min(n.effective_from) from score_sheets n
                        where n.district_code = before.district_code and n.code = before.code and n.state = 'published' and n.effective_from > begins)
    where s.district_code = before.district_code and s.id = sheet
    returning s.* into moved;
end $$;

-- Nothing more is assessed by it; what was stays. Of one whose first day has not come, the number that would have ended for it goes on.
create or replace function score_sheet_withdraw(sheet uuid, reason text, at timestamptz, day date, out moved score_sheets, out standing text, out problem text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    before constant score_sheets := score_sheet_locked(sheet);
    was constant text := score_sheet_state(before.state, before.effective_to, day);
begin
    problem := case when before.id is null then 'not_found' when was not in ('draft', 'published') then 'state_conflict' end;
    if problem is not null then
        standing := case when problem = 'state_conflict' then was end;
        return;
    end if;
    update score_sheets s set state = 'withdrawn', withdrawn_reason = reason, version = s.version + 1, updated_at = greatest(at, s.updated_at + interval '1 microsecond')
    where s.district_code = before.district_code and s.id = sheet
    returning s.* into moved;
    if was = 'published' and before.effective_from > day then
        update score_sheets s set effective_to = before.effective_to, version = s.version + 1, updated_at = greatest(at, s.updated_at + interval '1 microsecond')
        where s.district_code = before.district_code and s.code = before.code and s.state = 'published' and s.effective_to = before.effective_from;
    end if;
end $$;

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

revoke all on function score_sheet_number(text), score_sheet_locked(uuid), score_sheet_publish(uuid, integer, date, timestamptz, date),
    score_sheet_withdraw(uuid, text, timestamptz, date) from public;
grant execute on function score_sheet_state(text, date, date), score_sheet_findings(jsonb, numeric), score_sheet_card(score_sheets, date)
    to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform;
grant execute on function score_sheet_fill(jsonb, jsonb) to wuye_district, wuye_street, wuye_community;
grant execute on function score_sheet_number(text), score_sheet_publish(uuid, integer, date, timestamptz, date), score_sheet_withdraw(uuid, text, timestamptz, date) to wuye_district;

reset role;
