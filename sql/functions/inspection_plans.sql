-- Plans of inspections: which estates they are about, how their inspections are made, how far they have come; and how often streets go into estates with other departments.
set role wuye_owner;

create or replace function inspection_plan_estates(p inspection_plans, is_key boolean) returns table (estate_id uuid, street_code text, community_code text) language sql stable as $$
    select e.id, e.street_code, e.community_code
    from estates e
    where e.district_code = p.district_code and e.is_key = inspection_plan_estates.is_key and (p.streets = '{}' or e.street_code = any (p.streets))
$$;

-- F11. due: how many estates there are to visit: every key estate that is in scope now, or as many ordinary ones as the sample says; null of a plan that says no number.
create or replace function inspection_plan_coverage(p inspection_plans) returns table (due bigint, planned bigint, visited bigint, submitted bigint, published bigint, percent numeric, complete boolean)
language sql stable as $$
    select d.due, n.planned, n.visited, n.submitted, n.published, round(n.covered * 100.0 / nullif(d.due, 0), 2), n.covered >= d.due
    from (
        select case p.kind when 'key' then (select count(*) from inspection_plan_estates(p, true))
                           when 'random' then coalesce(p.sample_count, (select ceil(count(*) * p.sample_share) from inspection_plan_estates(p, false)))::bigint end as due
    ) d
    cross join lateral (
        select count(*) as planned, count(*) filter (where i.state in ('in_progress', 'submitted', 'published')) as visited,
            count(*) filter (where i.state in ('submitted', 'published')) as submitted, count(*) filter (where i.state = 'published') as published,
            count(distinct i.estate_id) filter (where i.state in ('in_progress', 'submitted', 'published')
                and (p.kind <> 'key' or exists (select from inspection_plan_estates(p, true) k where k.estate_id = i.estate_id))) as covered
        from inspections i
        where i.district_code = p.district_code and i.plan_id = p.id and i.state <> 'cancelled'
    ) n
$$;

-- Also in the statement that has just changed it: hence volatile.
create or replace function inspection_plan_card(plan uuid)
returns table (id uuid, title text, kind text, level text, street_code text, campaign_id uuid, sheet_id uuid, streets json, period_from date, period_to date, sample_share numeric,
               sample_count integer, departments json, state text, "coverage.due" bigint, "coverage.planned" bigint, "coverage.visited" bigint, "coverage.submitted" bigint,
               "coverage.published" bigint, "coverage.percent" numeric, "coverage.complete" boolean, version integer, created_at timestamptz, updated_at timestamptz)
language sql volatile security definer set search_path = public, pg_temp as $$
    select p.id, p.title, p.kind, p.level, p.street_code, p.campaign_id, p.sheet_id, to_json(p.streets), p.period_from, p.period_to, p.sample_share, p.sample_count,
        to_json(p.departments), p.state, c.due, c.planned, c.visited, c.submitted, c.published, c.percent, c.complete, p.version, p.created_at, p.updated_at
    from inspection_plans p
    cross join lateral inspection_plan_coverage(p) c
    where p.district_code = current_district() and p.id = plan
$$;

create or replace function inspection_plan_make(new_id uuid, caller text, told jsonb, moment timestamptz, out id uuid, out problem text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    p inspection_plans;
begin
    told := jsonb_strip_nulls(told);
    id := new_id;
    p := jsonb_populate_record(null::inspection_plans, told);
    p.level := case when p.kind = 'city' then 'city' else caller end;
    p.streets := case when caller = 'street' then array[current_street()]
        else coalesce((select array_agg(distinct s.code order by s.code) from unnest(p.streets) s (code)), '{}') end;
    problem := case
        when p.kind = 'city' and caller <> 'district' then 'inspection_not_yours'
        when p.period_to < p.period_from or (p.kind = 'random') <> (num_nonnulls(p.sample_share, p.sample_count) = 1) or num_nonnulls(p.sample_share, p.sample_count) > 1
          or (p.kind = 'joint_enforcement') <> (coalesce(p.departments, '{}') <> '{}') then 'inspection_plan_misfit'
        when caller = 'street' and told -> 'streets' <> to_jsonb(p.streets)
          or exists (select from unnest(p.streets) s (code) where not street_answers(s.code, p.period_from))
            then 'inspection_plan_misfit'
        when exists (select from unnest(p.departments) d (code)
                     where not exists (select from departments k where k.district_code = current_district() and k.code = d.code)) then 'inspection_department_unknown'
        when p.campaign_id is not null and not exists (select from campaigns c where c.district_code = current_district() and c.id = p.campaign_id) then 'campaign_unknown'
        when p.sheet_id is not null and (inspection_sheet_of(p.sheet_id, p.kind, p.period_from)).id is null then 'inspection_sheet_unfit'
        end;
    if problem is not null then
        return;
    end if;
    insert into inspection_plans (district_code, id, title, kind, level, street_code, campaign_id, sheet_id, streets, period_from, period_to, sample_share, sample_count, departments,
                                  created_by, created_at, updated_at)
    values (current_district(), new_id, p.title, p.kind, p.level, case when caller = 'street' then current_street() end, p.campaign_id, p.sheet_id, p.streets, p.period_from, p.period_to,
            p.sample_share, p.sample_count, coalesce(p.departments, '{}'), current_user_id(), moment, moment);
end $$;

-- F11: one for every key estate in scope that has none yet. The plan is locked, so that two who ask at once make each once.
create or replace function inspection_plan_fill(plan uuid, caller text, moment timestamptz, out id uuid, out made bigint, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    p inspection_plans;
begin
    select t.* into p from inspection_plans t where t.district_code = current_district() and t.id = plan for update;
    id := p.id;
    standing := p.state;
    problem := case
        when p.id is null then 'not_found'
        when not inspection_is_mine(p.level, caller) then 'inspection_not_yours'
        when p.state <> 'open' then 'state_conflict'
        when p.kind <> 'key' then 'inspection_plan_not_of_key_estates'
        end;
    if problem is not null then
        return;
    end if;
    insert into inspections (district_code, id, campaign_id, kind, sheet_id, plan_id, estate_id, street_code, community_code, level, planned_on, state, created_by, created_at, updated_at)
    select p.district_code, gen_random_uuid(), p.campaign_id, p.kind, p.sheet_id, p.id, e.estate_id, e.street_code, e.community_code, p.level, p.period_from, 'planned', current_user_id(),
        moment, moment
    from inspection_plan_estates(p, true) e
    order by e.estate_id
    on conflict do nothing;
    get diagnostics made = row_count;
    if made > 0 then
        update inspection_plans t set version = t.version + 1, updated_at = greatest(moment, t.updated_at + interval '1 microsecond') where t.district_code = p.district_code and t.id = p.id;
    end if;
end $$;

create or replace function inspection_plan_close(plan uuid, caller text, moment timestamptz, out id uuid, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    p inspection_plans;
begin
    select t.* into p from inspection_plans t where t.district_code = current_district() and t.id = plan for update;
    id := p.id;
    standing := p.state;
    problem := case when p.id is null then 'not_found' when not inspection_is_mine(p.level, caller) then 'inspection_not_yours' when p.state <> 'open' then 'state_conflict' end;
    if problem is null then
        update inspection_plans t set state = 'closed', version = t.version + 1, updated_at = greatest(moment, t.updated_at + interval '1 microsecond')
        where t.district_code = p.district_code and t.id = p.id;
    end if;
end $$;

-- F27: the inspections that a draw decided on. targets: [{"estate_id": …, "inspectors": [{name, unit, inspector_id}]}]; called again it adds only what is not there. Answers how many were made.
create or replace function inspections_from_draw(draw uuid, plan uuid, targets jsonb, moment timestamptz) returns bigint
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    p inspection_plans;
    d draws;
    made bigint;
begin
    select t.* into p from inspection_plans t where t.district_code = current_district() and t.id = plan for update;
    -- Without a plan that says whose they are: of whom the draw is, and of the campaign that it was for.
    select t.* into d from draws t where t.district_code = current_district() and t.id = draw;
    insert into inspections (district_code, id, campaign_id, kind, sheet_id, plan_id, draw_id, estate_id, street_code, community_code, level, planned_on, inspectors, state, created_by,
                             created_at, updated_at)
    select e.district_code, gen_random_uuid(), case when p.id is null then d.campaign_id else p.campaign_id end, coalesce(p.kind, 'random'), p.sheet_id, p.id, draw, e.id, e.street_code,
        e.community_code, coalesce(p.level, case when d.street_code is not null then 'street' end, 'district'),
        p.period_from, coalesce(t.value -> 'inspectors', '[]'), 'drawn', current_user_id(), moment, moment
    from jsonb_array_elements(targets) t
    join estates e on e.district_code = current_district() and e.id = (t.value ->> 'estate_id')::uuid
    order by e.id
    on conflict do nothing;
    get diagnostics made = row_count;
    return made;
end $$;

-- The visits of a draw that was made, each with its team; what nobody may visit is left to be drawn again. The city's inspections are drawn too (F27, F30). seen: that row security shows the caller the draw.
create or replace function inspection_plan_draw(plan uuid, draw uuid, seen boolean, caller text, moment timestamptz, out id uuid, out made bigint, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    p inspection_plans;
    d draws;
begin
    -- In the order of draw_inspections_make(). It is a draw of whose plan it is.
    select t.* into d from draws t where t.district_code = current_district() and t.id = draw and t.state in ('drawn', 'published') for share;
    select t.* into p from inspection_plans t where t.district_code = current_district() and t.id = plan for update;
    seen := seen and d.id is not null and d.street_code is not distinct from p.street_code;
    id := p.id;
    standing := p.state;
    problem := case
        when p.id is null then 'not_found'
        when not inspection_is_mine(p.level, caller) then 'inspection_not_yours'
        when p.state <> 'open' then 'state_conflict'
        when p.kind not in ('random', 'city') then 'inspection_plan_not_of_a_sample'
        when not seen then 'inspection_draw_unknown'
        end;
    if problem is null then
        made := inspections_from_draw(draw, plan, draw_visits_told(draw), moment);
    end if;
end $$;

-- F12, F49: of each street and month, how often it went into estates with other departments, and how often it had to. Only what was submitted counts.
create or replace function joint_enforcement_counts(first_month date, last_month date) returns table (street_code text, month date, visits bigint, estates bigint, required integer)
language sql stable security definer set search_path = public, pg_temp as $$
    select s.code, m.month::date, count(i.id), count(distinct i.estate_id), trunc(r.value)::integer
    from generate_series(first_month::timestamp, last_month::timestamp, interval '1 month') m (month)
    cross join lateral (
        select distinct j.street_code as code from division_jurisdictions j
        where j.district_code = current_district() and j.community_code is null
          and daterange(j.effective_from, j.effective_to) && daterange(m.month::date, (m.month + interval '1 month')::date)
    ) s
    left join inspections i on i.district_code = current_district() and i.street_code = s.code and i.kind = 'joint_enforcement' and i.state in ('submitted', 'published')
        and i.visited_on >= m.month::date and i.visited_on < (m.month + interval '1 month')::date
    left join lateral rule_at('joint_enforcement_per_month', '*', (m.month + interval '1 month')::date - 1) r on true
    where inspection_in_reach(s.code, null)
    group by s.code, m.month, r.value
$$;

revoke all on function inspection_plan_card(uuid), inspection_plan_make(uuid, text, jsonb, timestamptz), inspection_plan_fill(uuid, text, timestamptz),
    inspection_plan_close(uuid, text, timestamptz), inspection_plan_draw(uuid, uuid, boolean, text, timestamptz), inspections_from_draw(uuid, uuid, jsonb, timestamptz), joint_enforcement_counts(date, date) from public;
grant execute on function inspection_plan_card(uuid) to wuye_district, wuye_street, wuye_community, wuye_platform;
grant execute on function inspection_plan_make(uuid, text, jsonb, timestamptz), inspection_plan_fill(uuid, text, timestamptz), inspection_plan_close(uuid, text, timestamptz),
    inspection_plan_draw(uuid, uuid, boolean, text, timestamptz) to wuye_district, wuye_street;
grant execute on function joint_enforcement_counts(date, date) to wuye_district, wuye_street, wuye_platform;

reset role;
