-- Inspections: made, started, submitted, published, called off. No role writes in the tables: what moves one runs as the owner and locks its row first, so that two who act at once
-- are ordered.
set role wuye_owner;

-- Whether a caller acts on inspections of this level: the district on its own and the city's, a street and a community on their own alone.
create or replace function inspection_is_mine(level text, caller text) returns boolean language sql immutable parallel safe as $$
    select level = any (case caller when 'district' then '{district,city}' when 'street' then '{street}' when 'community' then '{community}' else '{}' end::text[])
$$;

-- In the caller's area, as row security has it.
create or replace function inspection_in_reach(street text, community text) returns boolean language sql stable parallel safe as $$
    select coalesce(street = current_street(), current_street() is null) and coalesce(community = current_community(), current_community() is null)
$$;

-- Streets are those that answer to the district, whatever their codes begin with.
create or replace function street_answers(street text, day date) returns boolean language sql stable parallel safe as $$
    select exists (select from division_jurisdictions j where j.district_code = current_district() and j.code = street and j.community_code is null
                   and daterange(j.effective_from, j.effective_to) @> day)
$$;

-- A shipped sheet, or one of the district's that was published for such inspections and holds on the day.
create or replace function inspection_sheet_of(sheet uuid, wanted text, day date) returns inspection_sheets language sql stable as $$
    select s from inspection_sheets s
    where s.district_code in (current_district(), '*') and s.id = sheet and s.state in ('given', 'published') and wanted = any (s.kinds)
      and daterange(s.effective_from, s.effective_to) @> day
$$;

-- As it is shown, also in the statement that has just changed it: hence volatile. A firm and the city platform read neither the inspectors' names nor what they noted for themselves.
create or replace function inspection_card(inspection uuid)
returns table (id uuid, kind text, level text, state text, campaign_id uuid, plan_id uuid, draw_id uuid, follow_up_of uuid, sheet_id uuid, "estate.id" uuid, "estate.code" text,
               "estate.name" text, "firm.id" uuid, "firm.name" text, contract_id uuid, street_code text, community_code text, planned_on date, visited_on date, inspectors jsonb,
               departments json, summary text, notes text, partial_reason text, reopened_reason text, ended_reason text, findings bigint, problems bigint, started_at timestamptz,
               submitted_at timestamptz, published_at timestamptz, version integer, created_at timestamptz, updated_at timestamptz)
language sql volatile security definer set search_path = public, pg_temp as $$
    select i.id, i.kind, i.level, i.state, i.campaign_id, i.plan_id, i.draw_id, i.follow_up_of, i.sheet_id, i.estate_id, e.code, e.name, i.firm_id, f.name, i.contract_id,
        i.street_code, i.community_code, i.planned_on, i.visited_on, case when r.inside then i.inspectors else '[]' end, to_json(i.departments), i.summary_masked,
        case when r.inside then i.notes end, i.partial_reason, case when r.inside then i.reopened_reason end, case when r.inside then i.ended_reason end, n.findings, n.problems,
        i.started_at, i.submitted_at, i.published_at, i.version, i.created_at, i.updated_at
    from inspections i
    cross join lateral (select session_user in ('wuye_district', 'wuye_street', 'wuye_community') as inside) r
    cross join lateral (
        select count(*) as findings, count(*) filter (where k.result = 'problem') as problems
        from findings k
        where k.district_code = i.district_code and k.inspection_id = i.id and not k.withdrawn
    ) n
    left join estates e on e.district_code = i.district_code and e.id = i.estate_id
    left join firms f on f.district_code = i.district_code and f.id = i.firm_id
    where i.district_code = current_district() and i.id = inspection
$$;

-- What is wrong with one that is to be made, the places being those of its estate. p: its plan, which is carried out by whose it is where estates are counted, and of a sample by
-- a draw alone; first: the one that it follows up.
create or replace function inspection_refusal(i inspections, p inspection_plans, first inspections, e estates, caller text, estate uuid, street text, today date)
returns text language sql stable as $$
    select case
        when i.plan_id is not null and (p.id is null or p.state <> 'open' or p.street_code <> i.street_code) then 'inspection_plan_unknown'
        when i.follow_up_of is not null and (first.id is null or first.state not in ('submitted', 'published') or not inspection_in_reach(first.street_code, null)) then 'inspection_first_unknown'
        when i.campaign_id is not null and not exists (select from campaigns c where c.district_code = i.district_code and c.id = i.campaign_id) then 'campaign_unknown'
        when estate is not null and e.id is null then 'inspection_estate_unknown'
        when not inspection_in_reach(i.street_code, i.community_code) then 'inspection_estate_unknown'
        when not inspection_is_mine(i.level, caller) or caller = 'community' and i.kind <> 'daily' or (i.kind = 'city') <> (i.level = 'city')
          or p.kind = 'key' and p.level <> i.level then 'inspection_not_yours'
        when (i.kind = 'follow_up') <> (i.follow_up_of is not null) or i.kind <> p.kind or p.kind = 'random' or first.estate_id <> i.estate_id or street is not null and estate is not null
          or i.estate_id is null and i.kind not in ('city', 'joint_enforcement', 'special')
          or i.estate_id is null and i.street_code is null and i.kind <> 'city'
          or (i.kind = 'joint_enforcement') <> (i.departments <> '{}') then 'inspection_misfit'
        when street is not null and not street_answers(street, coalesce(i.visited_on, i.planned_on, today)) then 'inspection_misfit'
        when exists (select from unnest(i.departments) d (code)
                     where not exists (select from departments k where k.district_code = i.district_code and k.code = d.code)) then 'inspection_department_unknown'
        when i.visited_on > today then 'day_in_the_future'
        when i.sheet_id is not null and (inspection_sheet_of(i.sheet_id, i.kind, coalesce(i.visited_on, i.planned_on, today))).id is null then 'inspection_sheet_unfit'
        end
$$;

-- One that is made, or that was made before of the same content. With a day of the visit it is under way at once: such as were begun without a net.
create or replace function inspection_make(new_id uuid, hash text, caller text, told jsonb, moment timestamptz, today date, out id uuid, out known boolean, out problem text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    i inspections;
    there inspections;
    first inspections;
    p inspection_plans;
    e estates;
begin
    told := jsonb_strip_nulls(told);
    id := coalesce((told ->> 'id')::uuid, new_id);
    select t.* into p from inspection_plans t where t.district_code = current_district() and t.id = (told ->> 'plan_id')::uuid for share;
    select t.* into first from inspections t where t.district_code = current_district() and t.id = (told ->> 'follow_up_of')::uuid;
    select t.* into e from estates t where t.district_code = current_district() and t.id = coalesce((told ->> 'estate_id')::uuid, first.estate_id);
    i.district_code := current_district();
    i.kind := told ->> 'kind';
    i.level := case when i.kind = 'city' then 'city' else caller end;
    i.plan_id := (told ->> 'plan_id')::uuid;
    i.campaign_id := coalesce((told ->> 'campaign_id')::uuid, p.campaign_id, first.campaign_id);
    i.follow_up_of := (told ->> 'follow_up_of')::uuid;
    i.estate_id := e.id;
    i.street_code := coalesce(e.street_code, told ->> 'street_code', first.street_code, case when i.kind <> 'city' then current_street() end);
    i.community_code := coalesce(e.community_code, case when told ->> 'street_code' is null then first.community_code end);
    i.sheet_id := coalesce((told ->> 'sheet_id')::uuid, p.sheet_id);
    i.departments := coalesce((select array_agg(d.code order by d.code) from jsonb_array_elements_text(told -> 'departments') d (code)), p.departments, '{}');
    i.planned_on := (told ->> 'planned_on')::date;
    i.visited_on := (told ->> 'visited_on')::date;
    select t.* into there from inspections t where t.district_code = i.district_code and t.id = inspection_make.id;
    problem := case when there.id is null then inspection_refusal(i, p, first, e, caller, (told ->> 'estate_id')::uuid, told ->> 'street_code', today) end;
    if problem is not null then
        return;
    end if;
    insert into inspections (district_code, id, campaign_id, kind, sheet_id, plan_id, follow_up_of, estate_id, street_code, community_code, firm_id, contract_id, level, planned_on,
                             visited_on, inspectors, departments, notes, state, started_at, content_hash, created_by, created_at, updated_at)
    select i.district_code, inspection_make.id, i.campaign_id, i.kind, i.sheet_id, i.plan_id, i.follow_up_of, i.estate_id, i.street_code, i.community_code, m.firm, m.contract, i.level,
        i.planned_on, i.visited_on, coalesce(told -> 'inspectors', '[]'), i.departments, told ->> 'notes', case when i.visited_on is null then 'planned' else 'in_progress' end,
        case when i.visited_on is not null then moment end, hash, current_user_id(), moment, moment
    from (select) one
    left join lateral issue_contract(i.estate_id, i.visited_on) m on true
    where there.id is null
    on conflict do nothing;
    known := not found;
    if known then
        -- The same id, or an estate that its plan has already.
        select t.* into there from inspections t where t.district_code = i.district_code and t.id = inspection_make.id;
        problem := case when there.id is null then 'inspection_planned_already'
            when there.content_hash is distinct from hash or there.created_by is distinct from current_user_id() then 'inspection_id_taken' end;
    end if;
end $$;

-- Every issue that an inspection found, or that it was counted with.
create or replace function inspection_issues(inspection uuid) returns table (issue_id uuid)
language sql stable security definer set search_path = public, pg_temp as $$
    select i.id from issues i where i.district_code = current_district() and i.inspection_id = inspection
    union
    select f.issue_id from findings f where f.district_code = current_district() and f.inspection_id = inspection and f.issue_id is not null
$$;

-- What keeps one from being submitted: an item of its sheet without a result (unless it says why it is partial), a problem without the photo that its item asks for, an open issue of the
-- one it follows up of which it does not say whether it is still there. A photo of another revision of the finding is one too.
create or replace function inspection_faults(i inspections, partial text) returns jsonb language sql stable as $$
    with item as (
        select t.value ->> 'code' as code, t.value ->> 'title_zh' as zh, t.value ->> 'title_en' as en, coalesce((t.value ->> 'photo_required')::boolean, false) as photo, t.ordinality as n
        from inspection_sheets s
        cross join lateral jsonb_array_elements(s.items) with ordinality t (value, ordinality)
        where s.district_code in (i.district_code, '*') and s.id = i.sheet_id
    ), told as (
        select f.* from findings f where f.district_code = i.district_code and f.inspection_id = i.id and not f.withdrawn
    ), photo as (
        select p.finding_id, p.n from inspection_photos(i.district_code, i.id) p
    ), fault as (
        select 1 as class, m.n, m.code as about, 'item_missing' as code, '/items/' || m.code as pointer, format('检查项“%s”没有结果', m.zh) as zh, format('item %s has no result: %s', m.code, m.en) as en
        from item m
        where partial is null and not exists (select from told f where f.item_code = m.code)
        union all
        select 2, m.n, f.id::text, 'photo_missing', '/findings/' || f.id, format('检查项“%s”的问题须附照片', m.zh), format('a problem of item %s needs a photo', m.code)
        from told f
        join item m on m.code = f.item_code and m.photo
        where f.result = 'problem' and not exists (select from photo p where p.finding_id = f.id and p.n > 0)
        union all
        select 3, 0, u.id::text, 'issue_unchecked', '/issues/' || u.id, '原检查发现的该问题未说明是否仍存在', 'it is not said whether this issue of the first inspection is still there'
        from inspection_issues(i.follow_up_of) k
        join issues u on u.district_code = i.district_code and u.id = k.issue_id and u.state not in ('closed', 'withdrawn')
        where partial is null and not exists (select from told f where f.checked_issue_id = u.id)
    )
    select jsonb_agg(jsonb_build_object('pointer', f.pointer, 'code', f.code, 'zh', f.zh, 'en', f.en) order by f.class, f.n, f.about) from fault f
$$;

-- Every problem becomes an issue, or is counted with the one that is known; one that a follow-up finds still there is counted with that issue. What has an issue already keeps it. The
-- order is that of what makes issues the same, so that two who submit about one estate wait for one another and not each for the other.
create or replace function inspection_record(i inspections, caller text, moment timestamptz) returns text
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    f findings;
    u issues;
    made record;
begin
    if i.estate_id is not null then
        -- As issue_record() does, before any issue is locked.
        perform pg_advisory_xact_lock(hashtextextended(concat_ws('|', 'issue', i.district_code, i.estate_id), 0));
    end if;
    for f in
        select t.* from findings t
        where t.district_code = i.district_code and t.inspection_id = i.id and not t.withdrawn and t.result = 'problem' and t.issue_id is null
        order by t.checked_issue_id, t.defect_list, t.defect_code, name_key(coalesce(t.place, '')), t.id
    loop
        select t.* into u from issues t where t.district_code = i.district_code and t.id = f.checked_issue_id and t.state not in ('closed', 'withdrawn') for update;
        if u.id is not null then
            insert into issue_sightings (district_code, issue_id, id, source, finding_id, problem, problem_masked, recorded_on, recorded_by, recorded_at)
            values (i.district_code, u.id, gen_random_uuid(), 'inspection', f.id, f.problem, f.problem_masked, i.visited_on, current_user_id(), moment);
            update issues t set times_recorded = t.times_recorded + 1, last_recorded_at = moment, updated_at = t.updated_at
            where t.district_code = i.district_code and t.id = u.id;
        else
            select * into made from issue_record(gen_random_uuid(), i.campaign_id, f.ledger, case when i.level in ('city', 'district') then 'district' else 'street' end, i.estate_id, i.street_code,
                i.community_code, coalesce(f.place, ''), coalesce(f.place_masked, ''), f.defect_list, f.defect_code, f.problem, f.problem_masked, f.complexity, f.severity, 'inspection', null,
                i.id, f.id, i.visited_on, false, current_user_id(), caller, moment);
            if made.problem_code is not null then
                return made.problem_code;
            end if;
        end if;
        update findings t set issue_id = coalesce(u.id, made.id), updated_at = moment where t.district_code = f.district_code and t.id = f.id;
    end loop;
    return null;
end $$;

-- One move. The statement asks first, by row security, whether the caller sees it.
create or replace function inspection_move(inspection uuid, wanted text, caller text, told jsonb, moment timestamptz, today date,
    out id uuid, out problem text, out standing text, out faults jsonb)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    i inspections;
    next_state text;
    day date;
    m record;
begin
    told := jsonb_strip_nulls(told);
    select t.* into i from inspections t where t.district_code = current_district() and t.id = inspection for update;
    select t.to_state into next_state from inspection_transitions t where t.from_state = i.state and t.action = wanted and t.role = caller;
    id := i.id;
    standing := i.state;
    day := coalesce((told ->> 'visited_on')::date, today);
    problem := case
        when i.id is null then 'not_found'
        when wanted in ('start', 'submit', 'cancel') and not inspection_is_mine(i.level, caller) then 'inspection_not_yours'
        when wanted = 'reopen' and caller = 'street' and i.level not in ('street', 'community') then 'inspection_not_yours'
        when next_state is null then 'state_conflict'
        when wanted = 'start' and day > today then 'day_in_the_future'
        -- Whoever was drawn visits; others may come along.
        when wanted = 'start' and i.draw_id is not null and told ? 'inspectors' and exists (
            select from jsonb_array_elements(i.inspectors) t where not exists (
                select from jsonb_array_elements(told -> 'inspectors') c where c.value ->> 'inspector_id' = t.value ->> 'inspector_id')) then 'inspection_team_drawn'
        end;
    if problem is null and wanted = 'submit' then
        faults := inspection_faults(i, told ->> 'partial_reason');
        problem := case when faults is not null then 'inspection_incomplete' else inspection_record(i, caller, moment) end;
        if problem <> 'inspection_incomplete' then
            raise exception using errcode = 'WU001', message = problem; -- nothing stays of the issues before it
        end if;
    end if;
    if problem is not null then
        return;
    end if;
    select * into m from issue_contract(i.estate_id, day);
    update inspections t set state = next_state, version = i.version + 1, updated_at = greatest(moment, i.updated_at + interval '1 microsecond'),
        visited_on = case wanted when 'start' then day else i.visited_on end,
        started_at = case wanted when 'start' then moment else i.started_at end,
        firm_id = case wanted when 'start' then m.firm else i.firm_id end,
        contract_id = case wanted when 'start' then m.contract else i.contract_id end,
        inspectors = case wanted when 'start' then coalesce(told -> 'inspectors', i.inspectors) else i.inspectors end,
        submitted_at = case wanted when 'submit' then moment when 'reopen' then null else i.submitted_at end,
        submitted_by = case wanted when 'submit' then current_user_id() when 'reopen' then null else i.submitted_by end,
        summary = case wanted when 'submit' then told ->> 'summary' else i.summary end,
        summary_masked = case wanted when 'submit' then told ->> 'summary' else i.summary_masked end,
        partial_reason = case wanted when 'submit' then told ->> 'partial_reason' else i.partial_reason end,
        reopened_at = case wanted when 'reopen' then moment else i.reopened_at end,
        reopened_reason = case wanted when 'reopen' then told ->> 'reason' else i.reopened_reason end,
        ended_reason = case wanted when 'cancel' then told ->> 'reason' else i.ended_reason end,
        published_at = case wanted when 'publish' then moment else i.published_at end,
        published_by = case wanted when 'publish' then current_user_id() else i.published_by end
    where t.district_code = i.district_code and t.id = i.id;
end $$;

-- F27 (一公开): whatever of a draw or a plan is submitted becomes public, row by row in the order of their ids; once more makes public what was submitted meanwhile.
create or replace function inspections_publish(draw uuid, plan uuid, moment timestamptz, out published bigint, out already bigint, out outstanding bigint)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
    perform from inspections t
    where t.district_code = current_district() and (t.draw_id = draw or t.plan_id = plan) and t.state = 'submitted'
    order by t.id for update;
    update inspections t set state = 'published', published_at = moment, published_by = current_user_id(), version = t.version + 1,
        updated_at = greatest(moment, t.updated_at + interval '1 microsecond')
    where t.district_code = current_district() and (t.draw_id = draw or t.plan_id = plan) and t.state = 'submitted';
    get diagnostics published = row_count;
    select count(*) filter (where t.state = 'published') - published, count(*) filter (where t.state in ('planned', 'drawn', 'in_progress', 'submitted'))
    into already, outstanding
    from inspections t
    where t.district_code = current_district() and (t.draw_id = draw or t.plan_id = plan);
end $$;

revoke all on function inspection_make(uuid, text, text, jsonb, timestamptz, date), inspection_move(uuid, text, text, jsonb, timestamptz, date),
    inspection_record(inspections, text, timestamptz), inspections_publish(uuid, uuid, timestamptz), inspection_card(uuid), inspection_issues(uuid) from public;
grant execute on function inspection_card(uuid) to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform;
grant execute on function inspection_issues(uuid), inspection_make(uuid, text, text, jsonb, timestamptz, date), inspection_move(uuid, text, text, jsonb, timestamptz, date)
    to wuye_district, wuye_street, wuye_community;
grant execute on function inspections_publish(uuid, uuid, timestamptz) to wuye_district;

reset role;
