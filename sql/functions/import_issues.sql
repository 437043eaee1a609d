-- The ledger of issues as it is filled in by hand (F20–F25, L9). A row becomes an issue, or is one that is there: the same project, ledger, campaign and text. It is recorded and moved by
-- the functions that do so one by one, so nothing is let in here that they would refuse, and no file accepts or closes anything.
set role wuye_owner;

-- The ledger that a title or a column names: by its code, by its name, or by the one name of an action that the title holds.
create or replace function import_issue_ledger(said text) returns text language sql stable parallel safe as $$
    select case when count(*) = 1 or bool_or(c.code = said) then min(c.code) filter (where c.code = said or not said in (select k.code from codes k where k.list_code = 'ledger_kind')) end
    from codes c
    where c.list_code = 'ledger_kind' and c.effective_to is null and (c.code = said or strpos(said, c.zh) > 0)
$$;

-- A day as people write it: 2020-05-31, 2020/5/31, 2020.5.31, 2020年5月31日. Null: none.
create or replace function import_issue_day(said text) returns date language sql stable parallel safe as $$
    select coalesce(import_day(said), case when d.part is not null then import_day(d.part[1] || '-' || lpad(d.part[2], 2, '0') || '-' || lpad(d.part[3], 2, '0')) end)
    from (select regexp_match(regexp_replace(said, '\s', '', 'g'), '^([12][0-9]{3})[年./-]([0-9]{1,2})[月./-]([0-9]{1,2})日?$')) d (part)
$$;

-- Without the number that it has within its project.
create or replace function import_issue_text(said text) returns text language sql immutable parallel safe as $$
    select nullif(regexp_replace(btrim(said), '^[0-9]{1,4}\s*[.、．)）]\s*', ''), '')
$$;

-- Estates that a project's name may mean, among those that the caller sees.
create or replace function import_issue_estates(project text, community text, street text) returns setof estates language sql stable as $$
    select e.*
    from estates e
    where e.district_code = (select current_district()) and (e.name_key = name_key(project) or e.code = project)
      and (community is null or exists (select from divisions d where d.code = e.community_code and (d.code = community or name_key(d.name) like name_key(community) || '%')))
      and (street is null or exists (select from divisions d where d.code = e.street_code and (d.code = street or name_key(d.name) like name_key(street) || '%')))
    order by e.id
$$;

-- What a row means. found: how many estates the project may be.
create or replace function import_issue_said(cells jsonb, day date, out ledger text, out estate uuid, out found bigint, out problem text, out due_on date, out found_on date, out given integer,
    out firm uuid, out kind text) language sql stable as $$
    select import_issue_ledger(cells ->> 'ledger'), e.id, e.n, import_issue_text(cells ->> 'problem'), import_issue_day(cells ->> 'due_on'), coalesce(import_issue_day(cells ->> 'found_on'), day),
        num_nonnulls(cells ->> 'person', cells ->> 'due_on', cells ->> 'measure'), f.id,
        coalesce(cells ->> 'responsible_kind', case when cells ->> 'department' is not null then 'department' when cells ->> 'responsible_name' is not null then 'developer'
                                                    when f.id is not null then 'firm' end)
    from (select min(x.id::text)::uuid as id, count(*) as n from import_issue_estates(cells ->> 'project', cells ->> 'community', cells ->> 'street') x) e
    left join lateral firm_in_force((select current_district()), case when e.n = 1 then e.id end, coalesce(import_issue_day(cells ->> 'found_on'), day)) f (id) on true
$$;

-- How far it is, unless the form said no more than the state.
create or replace function import_issue_progress(cells jsonb) returns text language sql stable parallel safe as $$
    select cells ->> 'progress' where not exists (select from codes c where c.list_code = 'issue_state' and c.zh = btrim(cells ->> 'progress'))
$$;

-- The issue that is there already: by its id, else by what it says; of several the one of which the row says nothing else, else the street's. One of the district's ledger is a street's row
-- as it was given out, and nothing that a street may change. One that was closed before the day on which a row says that it was found is another. One of no estate stands in the ledger
-- under the body that is responsible.
create or replace function import_issue_known(cells jsonb, campaign uuid, in_ledger text, of_estate uuid, said text) returns issues language sql stable as $$
    select i
    from issues i
    cross join lateral (
        select coalesce(num_nonnulls(cells ->> 'person', cells ->> 'due_on', cells ->> 'measure') = 0
                        or i.person = cells ->> 'person' and i.due_on = import_issue_day(cells ->> 'due_on') and cells ->> 'measure' in (i.measure, i.measure_masked), false)
           and coalesce(import_issue_progress(cells) in (i.progress, i.progress_masked), import_issue_progress(cells) is null) as same
    ) k
    where i.district_code = (select current_district()) and i.ledger = in_ledger and (i.level = 'street' or current_street() is null or k.same) and i.state <> 'withdrawn'
      and i.campaign_id is not distinct from campaign
      and case when of_estate is not null then i.estate_id = of_estate else i.estate_id is null and i.responsible_name = cells ->> 'project' end
      and said in (i.problem, i.problem_masked) and coalesce(i.place_key = name_key(cells ->> 'place'), true) and coalesce(i.id::text = lower(cells ->> 'id'), true)
      and coalesce((i.closed_at at time zone 'Asia/Shanghai')::date >= import_issue_day(cells ->> 'found_on'), true)
    order by k.same desc, i.level = 'street' desc, i.closed_at nulls first, i.created_at desc, i.id
    limit 1
$$;

-- What is wrong with a row, each with its column.
create or replace function import_issue_faults(cells jsonb, campaign uuid, day date) returns table (name text, code text, zh text, en text) language sql stable as $$
    select p.name, p.code, p.zh, p.en
    from import_issue_said(cells, day) s
    left join lateral import_issue_known(cells, campaign, s.ledger, case when s.found = 1 then s.estate end, s.problem) k on true
    cross join lateral (values
        ('ledger', s.ledger is null, 'unknown_ledger', '表名未写明是哪一项行动的台账，或者一次写了几项；请在表名中只留一项，或者增加“ledger”列',
         'the title does not name one action: name one in it, or add a column "ledger"'),
        ('project', s.found = 0 and cells ->> 'project' is not null and k.id is null, 'unknown_estate', format('本辖区没有名为“%s”的小区，或者不在所填社区、街道', left(cells ->> 'project', 100)),
         format('there is no estate "%s" in your area, or not in that community and street', left(cells ->> 'project', 100))),
        ('project', s.found > 1, 'several_estates', format('有 %s 个小区名为“%s”，请填写社区、街道，或者以小区编号代替', s.found, left(cells ->> 'project', 100)),
         format('%s estates are called "%s": say community and street, or its code', s.found, left(cells ->> 'project', 100))),
        ('firm', s.found = 1 and k.id is null and cells ->> 'firm' is not null and not exists (
            select from firms f where f.district_code = (select current_district()) and f.id = s.firm and (name_key(f.name) = name_key(cells ->> 'firm') or f.uscc = cells ->> 'firm')),
         'another_firm', format('当日服务该小区的不是“%s”', left(cells ->> 'firm', 100)), format('it was not "%s" that managed the estate on that day', left(cells ->> 'firm', 100))),
        ('found_on', cells ->> 'found_on' is not null and import_issue_day(cells ->> 'found_on') is null, 'not_a_day', format('“%s”不是有效日期', left(cells ->> 'found_on', 100)),
         format('"%s" is no day', left(cells ->> 'found_on', 100))),
        ('found_on', s.found_on > day, 'day_in_the_future', '日期晚于今日', 'the day is in the future'),
        ('due_on', cells ->> 'due_on' is not null and s.due_on is null, 'not_a_day', format('“%s”不是有效日期，例：2020年5月31日', left(cells ->> 'due_on', 100)),
         format('"%s" is no day', left(cells ->> 'due_on', 100))),
        (case when cells ->> 'person' is null then 'person' when cells ->> 'due_on' is null then 'due_on' else 'measure' end, s.given in (1, 2), 'assignment_incomplete',
         '定人、定时间、定措施：责任人、完成时限、整治措施须同时填写，或者都不填', 'person, day and measure stand together or not at all'),
        ('responsible_kind', s.given = 3 and s.kind is null and s.found = 1 and k.person is null, 'responsible_missing', '该小区当日没有物业服务企业，请增加“responsible_kind”列写明责任主体类别',
         'no firm managed the estate on that day: say who is responsible in a column "responsible_kind"'),
        ('id', cells ->> 'id' is not null and k.id is null, 'unknown_issue', '台账中没有这一编号的问题，或者项目、台账、问题描述与其不符', 'the ledger has no issue of this id with this project, action and text'),
        ('progress', import_issue_progress(cells) is not null and s.given = 0 and coalesce(k.person, '') = '' and (import_issue_progress(cells) in (k.progress, k.progress_masked)) is not true, 'not_assigned', '尚未定人、定时间、定措施，不能填写进展情况', 'it has no progress before person, day and measure are set'),
        (case when cells ->> 'person' is distinct from k.person then 'person' when s.due_on is distinct from k.due_on then 'due_on' else 'measure' end,
         k.person is not null and s.given = 3 and (cells ->> 'person' <> k.person or s.due_on <> k.due_on or not cells ->> 'measure' in (k.measure, k.measure_masked)),
         'assigned_otherwise', '该问题已另行定人、定时间、定措施；变更须单独办理', 'it is assigned otherwise; that is changed by its own operation')
    ) p (name, bad, code, zh, en)
    where p.bad
$$;

-- A row without faults.
create or replace function import_issue(cells jsonb, campaign uuid, by_role text, by_name text, moment timestamptz, day date,
    out made boolean, out moved boolean, out name text, out code text, out zh text, out en text) language plpgsql volatile as $$
declare
    s constant record := import_issue_said(cells, day);
    i issues := import_issue_known(cells, campaign, s.ledger, case when s.found = 1 then s.estate end, s.problem);
    progress constant text := import_issue_progress(cells);
    place constant text := cells ->> 'place';
    r record;
begin
    made := i.id is null;
    moved := false;
    if made then
        select * into r from issue_record(import_id(), campaign, s.ledger, 'street', s.estate, null, null, place, place, cells ->> 'defect_list', cells ->> 'defect_code', s.problem, s.problem,
            coalesce(cells ->> 'complexity', 'complex'), cells ->> 'severity', 'import', null, null, null, s.found_on, false, current_user_id(), by_role, moment);
        code := r.problem_code;
        made := code is null and not r.known;
        moved := code is null and r.known;
        select t.* into i from issues t where t.district_code = current_district() and t.id = r.id;
    end if;
    if code is null and s.given = 3 and i.person is null then
        select x.problem into code from issue_step(i.id, 'assign', jsonb_build_object('responsible_kind', s.kind, 'department', cells ->> 'department', 'name', cells ->> 'responsible_name',
            'person', cells ->> 'person', 'due_on', s.due_on, 'measure', cells ->> 'measure', 'measure_masked', cells ->> 'measure', 'note', cells ->> 'note', 'note_masked', cells ->> 'note'),
            null, null, by_role, by_name, moment, day) x;
        moved := true;
        i.state := 'assigned';
        i.progress := null;
    end if;
    if code is null and progress is not null and (progress in (i.progress, i.progress_masked)) is not true then
        if i.state in ('assigned', 'rejected') then
            select x.problem into code from issue_step(i.id, 'start', null, null, null, by_role, by_name, moment, day) x;
        end if;
        if code is null then
            select x.problem into code from issue_step(i.id, 'progress', null, progress, progress, by_role, by_name, moment, day) x;
        end if;
        moved := true;
    end if;
    moved := moved and code is null and not made;
    if code is not null then
        select k.name, coalesce(k.zh, format('违反规则“%s”', p.code)), coalesce(k.en, format('breaks the rule "%s"', p.code)) into name, zh, en
        from (values (code)) p (code)
        left join (values
            ('issue_due_past', 'due_on', '完成时限早于今日', 'the day has passed'),
            ('issue_due_beyond_window', 'due_on', '完成时限超过该严重程度允许的期限', 'the day lies beyond what the severity allows'),
            ('issue_defect_unknown', 'defect_code', '没有这一问题代码，或者严重程度低于代码表的规定', 'there is no such code, or the severity is less than its list asks for'),
            ('issue_responsible_unknown', 'responsible_kind', '责任主体与类别不符', 'the responsible body is not of that kind'),
            ('issue_responsible_missing', 'responsible_kind', '未写明责任主体', 'nobody is responsible'),
            ('state_conflict', 'progress', '该问题目前的状态不能再分派或者填写进展', 'the issue is in a state that takes no assignment and no progress'),
            ('day_in_the_future', 'found_on', '日期晚于今日', 'the day is in the future'),
            ('estate_unknown', 'project', '该小区不在本辖区', 'the estate is not in your area')
        ) k (code, name, zh, en) on k.code = p.code;
    end if;
end $$;

create or replace function import_check_issues(import uuid, first bigint, last bigint)
returns table (line bigint, "column" text, code text, zh text, en text) language plpgsql as $$
#variable_conflict use_column
declare
    campaign constant uuid := (select i.campaign_id from imports i where i.district_code = (select current_district()) and i.id = import);
    day constant date := (clock_timestamp() at time zone 'Asia/Shanghai')::date;
begin
    return query
    select r.line, p.name, p.code, p.zh, p.en
    from (select r.line, r.cells from import_rows r
          where r.district_code = (select current_district()) and r.import_id = import and r.line between first and last offset 0) r
    cross join lateral import_issue_faults(r.cells, campaign, day) p;
end $$;

create or replace function import_take_issues(import uuid, first bigint, last bigint, moment timestamptz,
    out created bigint, out updated bigint, out unchanged bigint, out problems jsonb) language plpgsql as $$
declare
    i constant imports := (select m from imports m where m.district_code = (select current_district()) and m.id = import);
    row record;
    done record;
begin
    created := 0;
    updated := 0;
    unchanged := 0;
    problems := '[]';
    for row in select r.line, r.cells from import_ready(import, first, last) r loop
        begin
            done := import_issue(row.cells, i.campaign_id, i.role, i.user_name, moment, (moment at time zone 'Asia/Shanghai')::date);
            if done.code is not null then
                raise exception using errcode = 'WU002', message = 'a row is undone as a whole';
            end if;
        exception when sqlstate 'WU002' then
            null;
        end;
        if done.code is not null then
            problems := problems || jsonb_build_object('line', row.line, 'column', done.name, 'code', done.code, 'zh', done.zh, 'en', done.en);
        end if;
        created := created + (done.made and done.code is null)::integer;
        updated := updated + (done.moved and done.code is null)::integer;
        unchanged := unchanged + (done.code is null and not done.made and not done.moved)::integer;
    end loop;
end $$;

grant execute on function import_issue_ledger(text), import_issue_day(text), import_issue_text(text), import_issue_estates(text, text, text), import_issue_said(jsonb, date),
    import_issue_known(jsonb, uuid, text, uuid, text), import_issue_progress(jsonb), import_issue_faults(jsonb, uuid, date), import_issue(jsonb, uuid, text, text, timestamptz, date),
    import_check_issues(uuid, bigint, bigint), import_take_issues(uuid, bigint, bigint, timestamptz) to wuye_district, wuye_street;

reset role;
