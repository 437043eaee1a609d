-- Campaigns: what their plans say in days, how they are drafted, changed, opened, closed and withdrawn, and the estates that lead the way. No role writes in the tables: what moves a
-- campaign runs as the owner and locks the campaign's row first.
set role wuye_owner;

-- A day as a plan writes it: of the campaign's year unless it says its own. 29 February is the last of its month in every year. Null for what is no day.
create or replace function campaign_day(said text, year integer) returns date language plpgsql immutable strict parallel safe as $$
begin
    if said = '02-29' then
        return make_date(year, 3, 1) - 1;
    end if;
    return make_date(case when length(said) = 10 then left(said, 4)::integer else year end, substr(said, length(said) - 4, 2)::integer, right(said, 2)::integer);
exception when datetime_field_overflow then
    return null;
end $$;

create or replace function campaign_phases(document jsonb, year integer)
returns table (number integer, code text, title_zh text, title_en text, begins_said text, ends_said text, begins_on date, ends_on date) language sql immutable parallel safe as $$
    select p.number::integer, p.value ->> 'code', p.value ->> 'title_zh', p.value ->> 'title_en', p.value ->> 'begins_on', p.value ->> 'ends_on',
        campaign_day(p.value ->> 'begins_on', year), campaign_day(p.value ->> 'ends_on', year)
    from jsonb_array_elements(document -> 'phases') with ordinality p (value, number)
$$;

create or replace function campaign_deliverables(document jsonb)
returns table (number integer, code text, kind text, title_zh text, title_en text, owed_by text, departments jsonb, schedule text, day text, month_day integer, month text, days integer,
               shift text, checklist jsonb) language sql immutable parallel safe as $$
    select d.number::integer, r.code, r.kind, r.title_zh, r.title_en, r.owed_by, r.departments, r.schedule, r.day, r.month_day, r.month, r.days, coalesce(r.shift, 'none'), r.checklist
    from jsonb_array_elements(document -> 'deliverables') with ordinality d (value, number)
    cross join lateral jsonb_to_record(d.value) r (code text, kind text, title_zh text, title_en text, owed_by text, departments jsonb, schedule text, day text, month_day integer, month text,
                                                   days integer, shift text, checklist jsonb)
$$;

-- What a schema cannot say of a plan.
create or replace function campaign_plan_fault(document jsonb, year integer) returns text language sql immutable parallel safe as $$
    with codes as (
        select l.list, e.value ->> l.key as code
        from (values ('phases', 'code'), ('deliverables', 'code'), ('events', 'code'), ('estates', 'kind')) l (list, key)
        cross join lateral jsonb_array_elements(document -> l.list) e (value)
    ), spans as (
        select p.begins_said, p.ends_said from campaign_phases(document, year) p
        union all
        select e.value ->> 'begins_on', e.value ->> 'ends_on' from jsonb_array_elements(document -> 'events') e (value)
        union all
        select document ->> 'begins_on', document ->> 'ends_on'
    ), days as (
        select v.said from spans s cross join lateral (values (s.begins_said), (s.ends_said)) v (said)
        union all
        select d.day from campaign_deliverables(document) d
        union all
        select document ->> 'liaison_due'
    )
    select case
        when exists (select from codes c group by c.list, c.code having count(*) > 1) then 'campaign_codes_doubled'
        when exists (select from days d where d.said is not null and campaign_day(d.said, year) is null) then 'campaign_day_unknown'
        when exists (select from spans s where campaign_day(s.ends_said, year) < campaign_day(s.begins_said, year)) then 'period_reversed'
        -- A slip of the year would ask thousands of reports of each body.
        when campaign_day(document ->> 'ends_on', year) > campaign_day(document ->> 'begins_on', year) + interval '5 years' then 'campaign_too_long'
        when exists (select from campaign_deliverables(document) d
                     where num_nonnulls(d.month_day, d.month) <> case d.schedule when 'monthly' then 2 else 0 end or (d.days is not null) <> (d.schedule = 'after_notice')
                        or d.day is not null and d.schedule <> 'once' or d.departments is not null and d.owed_by <> 'department') then 'campaign_schedule_misfit'
        when exists (select from jsonb_array_elements(document -> 'estates') e (value) where (e.value ->> 'maximum')::integer < (e.value ->> 'minimum')::integer)
            then 'campaign_numbers_reversed'
        end
$$;

-- When each deliverable is due, period by period. A month counts as long as the campaign runs: one to be reported on within itself, if its day lies within the campaign; one to be reported
-- on in the next, even where that day comes after the campaign's end.
create or replace function campaign_dues(c campaigns) returns table (deliverable text, period text, due_on date) language sql stable as $$
    with said as (
        select d.code, d.shift, '' as period, case d.schedule when 'once' then campaign_day(d.day, c.year) else c.issued_on + d.days end as due
        from campaign_deliverables(c.document) d
        where d.schedule in ('once', 'after_notice')
        union all
        select d.code, d.shift, p.code, p.ends_on
        from campaign_deliverables(c.document) d
        cross join campaign_phases(c.document, c.year) p
        where d.schedule = 'phase_ends' and p.ends_on is not null
        union all
        select d.code, d.shift, to_char(m.first, 'YYYY-MM'), w.due
        from campaign_deliverables(c.document) d
        cross join generate_series(date_trunc('month', c.begins_on::timestamp), c.ends_on::timestamp, interval '1 month') m (first)
        cross join lateral (select m.first + make_interval(months => case d.month when 'next' then 1 else 0 end) as first) t
        cross join lateral (select least(t.first + make_interval(days => d.month_day - 1), t.first + interval '1 month' - interval '1 day')::date as due) w
        where d.schedule = 'monthly' and (d.month = 'next' or w.due between c.begins_on and c.ends_on)
    )
    select s.code, s.period, case s.shift when 'next_working_day' then (add_working_days(s.due - 1, 1)).due else s.due end
    from said s
$$;

-- Who owes something on a day: the district, its streets and communities, its departments (those of a street alone answer to that).
create or replace function campaign_orgs(district text, day date)
returns table (owed_by text, org_code text, org_name text, street_code text, community_code text, department_id uuid, department text, since date) language sql stable as $$
    select 'district', d.code, d.name, null, null, null::uuid, null, null::date from divisions d where d.code = district
    union all
    select case when j.community_code is null then 'street' else 'community' end, j.code, d.name, j.street_code, j.community_code, null, null, j.effective_from
    from division_jurisdictions j
    join divisions d on d.code = j.code
    where j.district_code = district and j.effective_from <= day and coalesce(j.effective_to > day, true)
    union all
    select 'department', concat(d.code, ':', d.id), d.name, null, null, d.id, d.code, d.valid_from
    from departments d
    where d.district_code = district and d.street_code is null and d.valid_from <= day and coalesce(d.valid_to > day, true)
$$;

-- One duty for each deliverable, period and body of the day; who came after the opening does not owe what was due before that. What a changed plan does not ask for any more is waived, unless something was handed in; what it asks for again is open again.
create or replace function campaign_duties_make(c campaigns, moment timestamptz) returns void language sql volatile as $$
    with wanted as (
        select d.code, d.kind, d.number, d.title_zh, d.title_en, u.period, u.due_on, o.*
        from campaign_deliverables(c.document) d
        join campaign_dues(c) u on u.deliverable = d.code
        join campaign_orgs(c.district_code, (moment at time zone 'Asia/Shanghai')::date) o on o.owed_by = d.owed_by and coalesce(d.departments ? o.department, true)
        where not coalesce(o.since > (c.opened_at at time zone 'Asia/Shanghai')::date and u.due_on < o.since, false)
    ), waived as (
        update campaign_duties t set state = 'waived', version = t.version + 1, updated_at = moment
        where t.district_code = c.district_code and t.campaign_id = c.id and t.state = 'open' and t.submissions = 0
          and not exists (select from wanted w where (w.code, w.period, w.org_code) = (t.deliverable, t.period, t.org_code))
    )
    insert into campaign_duties (district_code, campaign_id, deliverable, kind, number, title_zh, title_en, period, owed_by, org_code, org_name, street_code, community_code, department_id,
                                 department, due_on, created_at, updated_at)
    select c.district_code, c.id, w.code, w.kind, w.number, w.title_zh, w.title_en, w.period, w.owed_by, w.org_code, w.org_name, w.street_code, w.community_code, w.department_id,
        w.department, w.due_on, moment, moment
    from wanted w
    order by w.number, w.period, w.org_code
    on conflict on constraint campaign_duties_one do update set number = excluded.number, title_zh = excluded.title_zh, title_en = excluded.title_en, due_on = excluded.due_on,
        state = case campaign_duties.state when 'waived' then 'open' else campaign_duties.state end, version = campaign_duties.version + 1, updated_at = excluded.updated_at
    where campaign_duties.state in ('open', 'returned', 'waived')
      and (campaign_duties.state = 'waived' or (campaign_duties.number, campaign_duties.title_zh, campaign_duties.title_en, campaign_duties.due_on)
                                               is distinct from (excluded.number, excluded.title_zh, excluded.title_en, excluded.due_on))
$$;

-- A05: streets of the day that have no liaison on it for the campaign.
create or replace function campaign_liaison_gaps(c campaigns, day date) returns text[] language sql stable security definer set search_path = public, pg_temp as $$
    select coalesce(array_agg(o.street_code order by o.street_code), '{}')
    from campaign_orgs(c.district_code, day) o
    where o.owed_by = 'street' and not exists (
        select from liaisons l where l.district_code = c.district_code and l.campaign = c.code and l.street_code = o.street_code
          and l.valid_from <= day and coalesce(l.valid_to > day, true))
$$;

-- How many estates lead the way, and how many should.
create or replace function campaign_estate_counts(c campaigns) returns table (number integer, kind text, minimum integer, maximum integer, count integer)
language sql stable security definer set search_path = public, pg_temp as $$
    select e.number::integer, e.value ->> 'kind', (e.value ->> 'minimum')::integer, (e.value ->> 'maximum')::integer,
        (select count(*)::integer from campaign_estates t
         where t.district_code = c.district_code and t.campaign_id = c.id and t.kind = e.value ->> 'kind' and t.ended_at is null)
    from jsonb_array_elements(c.document -> 'estates') with ordinality e (value, number)
$$;

-- What a campaign lacks; nothing of it stops a campaign.
create or replace function campaign_findings(c campaigns, today date) returns jsonb language sql stable security definer set search_path = public, pg_temp as $$
    with found as (
        select 'dates_missing' as code, '' as pointer, '' as detail where num_nulls(c.begins_on, c.ends_on) > 0
        union all
        select 'phase_undated', concat('/phases/', p.number - 1), p.code from campaign_phases(c.document, c.year) p where p.ends_on is null
        union all
        select 'deliverable_undated', concat('/deliverables/', d.number - 1), d.code
        from campaign_deliverables(c.document) d
        where not exists (select from campaign_dues(c) u where u.deliverable = d.code and u.due_on is not null)
        union all
        select 'nobody_owes', concat('/deliverables/', d.number - 1), d.code
        from campaign_deliverables(c.document) d
        where not exists (select from campaign_orgs(c.district_code, today) o where o.owed_by = d.owed_by and coalesce(d.departments ? o.department, true))
        union all
        select case when e.count < e.minimum then 'too_few' else 'too_many' end, concat('/estates/', e.number - 1), format('%s %s/%s', e.kind, e.count, coalesce(nullif(e.minimum, 0), e.maximum))
        from campaign_estate_counts(c) e where e.count < e.minimum or e.count > e.maximum
        union all
        select 'liaison_missing', case when c.document ->> 'liaison_due' is not null then '/liaison_due' else '' end, array_to_string(g.streets, ' ')
        from (select campaign_liaison_gaps(c, today) as streets) g
        where g.streets <> '{}' and coalesce(campaign_day(c.document ->> 'liaison_due', c.year) < today, true)
    )
    select coalesce(jsonb_agg(jsonb_build_object('code', f.code, 'pointer', f.pointer, 'zh', k.zh || coalesce('：' || nullif(f.detail, ''), ''),
                                                 'en', k.en || coalesce(': ' || nullif(f.detail, ''), '')) order by k.position, f.pointer), '[]')
    from found f
    join codes k on k.list_code = 'campaign_finding' and k.code = f.code
$$;

-- F01–F09, F30–F37: as it is said, over what the template says.
create or replace function campaign_create(campaign uuid, body jsonb, moment timestamptz, out id uuid, out problem text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    t campaign_templates;
    told constant jsonb := body - 'plan';
    plan jsonb;
    year integer := (body ->> 'year')::integer;
begin
    id := campaign;
    select k.* into t from campaign_templates k where k.code = body ->> 'template';
    plan := coalesce(t.document, '{}') || coalesce(body -> 'plan', '{}');
    problem := case
        when body ? 'template' and t.code is null then 'campaign_template_unknown'
        when t.code is null and num_nulls(body ->> 'code', body ->> 'title_zh', body ->> 'title_en', body ->> 'source', plan ->> 'phases', plan ->> 'deliverables') > 0 then 'campaign_incomplete'
        else campaign_plan_fault(plan, year)
        end;
    if problem is null then
        insert into campaigns (district_code, id, code, template, title_zh, title_en, year, source, issued_on, begins_on, ends_on, document, created_by, created_at, updated_at)
        values (current_district(), campaign, coalesce(told ->> 'code', concat(regexp_replace(t.code, '[_-][0-9]{4}$', ''), '_', year)), t.code, coalesce(told ->> 'title_zh', t.title_zh),
                coalesce(told ->> 'title_en', t.title_en), year, coalesce(told ->> 'source', t.basis), (told ->> 'issued_on')::date, campaign_day(plan ->> 'begins_on', year),
                campaign_day(plan ->> 'ends_on', year), plan, current_user_id(), moment, moment);
    end if;
end $$;

-- All of a draft. Of one that is open everything but its year; nothing is taken out of its plan for which something was handed in, and nobody else comes to owe it.
create or replace function campaign_change(campaign uuid, body jsonb, seen integer, moment timestamptz, out id uuid, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    c campaigns;
    n campaigns;
begin
    select t.* into c from campaigns t where t.district_code = current_district() and t.id = campaign for update;
    if not found then
        return;
    end if;
    id := c.id;
    standing := c.state;
    n := jsonb_populate_record(c, body - 'plan' || jsonb_build_object('document', c.document || coalesce(body -> 'plan', '{}')));
    problem := case
        when c.version <> seen then 'precondition_failed'
        when c.state not in ('draft', 'open') or c.state = 'open' and n.year <> c.year then 'state_conflict'
        when c.state = 'open' and exists (
            select from campaign_duties u
            left join campaign_deliverables(n.document) d on d.code = u.deliverable
            where u.district_code = c.district_code and u.campaign_id = c.id and (u.submissions > 0 and d.code is null or (d.owed_by, d.kind) <> (u.owed_by, u.kind)))
            then 'campaign_deliverable_in_use'
        else campaign_plan_fault(n.document, n.year)
        end;
    if problem is not null then
        return;
    end if;
    update campaigns t set title_zh = n.title_zh, title_en = n.title_en, source = n.source, year = n.year, issued_on = n.issued_on, document = n.document,
        begins_on = campaign_day(n.document ->> 'begins_on', n.year), ends_on = campaign_day(n.document ->> 'ends_on', n.year), version = c.version + 1,
        updated_at = greatest(moment, c.updated_at + interval '1 microsecond')
    where t.district_code = c.district_code and t.id = c.id
    returning t.* into n;
    if n.state = 'open' then
        perform campaign_duties_make(n, moment);
    end if;
end $$;

-- Opened, its duties are there; closed, what was not delivered is missed, and what it lacked is kept with it. Results that are not accepted need a reason (F46).
create or replace function campaign_move(campaign uuid, wanted text, said text, moment timestamptz, out id uuid, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    c campaigns;
    next_state text;
begin
    select t.* into c from campaigns t where t.district_code = current_district() and t.id = campaign for update;
    select t.to_state into next_state from campaign_transitions t where t.thing = 'campaign' and t.from_state = c.state and t.action = wanted;
    id := c.id;
    standing := c.state;
    problem := case
        when c.id is null then null
        when next_state is null then 'state_conflict'
        when wanted = 'close' and said is null and exists (
            select from campaign_duties u
            where u.district_code = c.district_code and u.campaign_id = c.id and u.kind = 'result' and u.state not in ('accepted', 'waived')) then 'campaign_results_open'
        end;
    if c.id is null or problem is not null then
        return;
    end if;
    update campaigns t set state = next_state, version = c.version + 1, updated_at = greatest(moment, c.updated_at + interval '1 microsecond'), end_reason = said,
        opened_at = case wanted when 'open' then moment else c.opened_at end, opened_by = case wanted when 'open' then current_user_id() else c.opened_by end,
        closed_at = case wanted when 'close' then moment end, closed_by = case wanted when 'close' then current_user_id() end,
        closed_with = case wanted when 'close' then campaign_findings(c, (moment at time zone 'Asia/Shanghai')::date) end
    where t.district_code = c.district_code and t.id = c.id
    returning t.* into c;
    if wanted = 'open' then
        perform campaign_duties_make(c, moment);
    elsif wanted = 'close' then
        update campaign_duties u set state = t.to_state, version = u.version + 1, updated_at = moment
        from campaign_transitions t
        where u.district_code = c.district_code and u.campaign_id = c.id and t.thing = 'duty' and t.from_state = u.state and t.action = 'close';
    end if;
end $$;

-- B16, B17: as many as the plan allows, whoever else adds one at the same moment.
create or replace function campaign_estate_add(campaign uuid, entry uuid, estate uuid, wanted text, said text, moment timestamptz, out id uuid, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    c campaigns;
    e estates;
    numbers record;
begin
    select t.* into c from campaigns t where t.district_code = current_district() and t.id = campaign for update;
    if not found then
        return;
    end if;
    id := entry;
    standing := c.state;
    select t.* into e from estates t where t.district_code = c.district_code and t.id = estate;
    select n.* into numbers from campaign_estate_counts(c) n where n.kind = wanted;
    problem := case
        when c.state not in ('draft', 'open') then 'state_conflict'
        when numbers.kind is null then 'campaign_estates_unplanned'
        when e.id is null then 'estate_unknown'
        when exists (select from campaign_estates t where t.district_code = c.district_code and t.campaign_id = c.id and t.kind = wanted and t.estate_id = e.id and t.ended_at is null)
            then 'campaign_estate_chosen'
        when numbers.count >= numbers.maximum then 'campaign_estates_full'
        end;
    if problem is null then
        insert into campaign_estates (district_code, id, campaign_id, estate_id, street_code, community_code, kind, note, added_by, created_at, updated_at)
        values (c.district_code, entry, c.id, e.id, e.street_code, e.community_code, wanted, said, current_user_id(), moment, moment);
    end if;
end $$;

create or replace function campaign_estate_end(entry uuid, said text, moment timestamptz, out id uuid, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    c campaigns;
    e campaign_estates;
begin
    select k.* into c from campaigns k where k.district_code = current_district()
        and k.id = (select t.campaign_id from campaign_estates t where t.district_code = current_district() and t.id = entry) for update;
    select t.* into e from campaign_estates t where t.district_code = current_district() and t.id = entry for update;
    id := e.id;
    -- Those with which a campaign ended stay with it.
    standing := case when e.ended_at is not null then 'ended' when c.state not in ('draft', 'open') then c.state end;
    problem := case when standing is not null then 'state_conflict' end;
    if problem is null then
        update campaign_estates t set ended_at = moment, ended_by = current_user_id(), end_reason = said, version = e.version + 1, updated_at = moment
        where t.district_code = e.district_code and t.id = e.id;
    end if;
end $$;

revoke all on function campaign_liaison_gaps(campaigns, date), campaign_estate_counts(campaigns), campaign_findings(campaigns, date), campaign_create(uuid, jsonb, timestamptz),
    campaign_change(uuid, jsonb, integer, timestamptz), campaign_move(uuid, text, text, timestamptz), campaign_estate_add(uuid, uuid, uuid, text, text, timestamptz),
    campaign_estate_end(uuid, text, timestamptz) from public;
grant execute on function campaign_day(text, integer), campaign_phases(jsonb, integer), campaign_deliverables(jsonb), campaign_dues(campaigns), campaign_liaison_gaps(campaigns, date),
    campaign_estate_counts(campaigns), campaign_findings(campaigns, date) to wuye_district, wuye_street, wuye_community, wuye_platform;
grant execute on function campaign_create(uuid, jsonb, timestamptz), campaign_change(uuid, jsonb, integer, timestamptz), campaign_move(uuid, text, text, timestamptz),
    campaign_estate_add(uuid, uuid, uuid, text, text, timestamptz), campaign_estate_end(uuid, text, timestamptz) to wuye_district;

reset role;
