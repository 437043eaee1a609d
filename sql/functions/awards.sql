-- G19–G21, G23, G24, H07. Rounds of awards, nominations, honours. All that moves runs as the owner, so that no role writes here by itself and everybody is judged by the same; a
-- statement finds the row under the caller's row security first, and says the caller's role. Locks in this order: round, nomination, quota. A refusal tells the state where that alone is why:
-- that others objected is not for every firm to know.
set role wuye_owner;

create or replace function award_round_state(stored text, nominations_until date, day date) returns text language sql immutable parallel safe as $$
    select case when stored = 'open' and nominations_until < day then 'selection' else stored end
$$;

-- What a schema cannot say of a document.
create or replace function award_document_fault(document jsonb) returns text language sql immutable parallel safe as $$
    with quotas as (
        select q.code from jsonb_to_recordset(document -> 'quotas') q (code text)
    ), categories as (
        select c.code, c.quota, c.level, c.title_zh from jsonb_to_recordset(document -> 'categories') c (code text, quota text, level text, title_zh text)
    )
    select 'award_document_misfit'
    where (select count(*) <> count(distinct q.code) from quotas q) or (select count(*) <> count(distinct c.code) or count(*) <> count(distinct (c.level, c.title_zh)) from categories c)
       or exists (select from categories c where c.quota not in (select q.code from quotas q)) or exists (select from quotas q where q.code not in (select c.quota from categories c))
$$;

create or replace function award_round_create(round uuid, body jsonb, moment timestamptz) returns table (id uuid, problem text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    template award_rounds;
    told jsonb;
begin
    select t.* into template from award_rounds t where t.state = 'given' and t.code = body ->> 'template';
    told := jsonb_build_object('title_zh', template.title_zh, 'title_en', template.title_en, 'basis', template.basis, 'document', template.document) || body;
    told := jsonb_build_object('deadline', concat(told ->> 'year', '-', told -> 'document' ->> 'deadline_day')) || told;
    problem := case
        when body ? 'template' and template.id is null then 'award_template_unknown'
        when num_nulls(told ->> 'title_zh', told ->> 'title_en', told ->> 'basis', told ->> 'document', coalesce(body ->> 'deadline', told -> 'document' ->> 'deadline_day')) > 0
            then 'award_round_incomplete'
        else award_document_fault(told -> 'document')
        end;
    if problem is null then
        insert into award_rounds (district_code, id, year, title_zh, title_en, basis, nominations_from, nominations_until, deadline, publicity_days, publicity_kind, objection_days, document,
                                  written_by, created_at, updated_at)
        select (select current_district()), round, b.year, b.title_zh, b.title_en, b.basis, b.nominations_from, b.nominations_until, b.deadline, b.publicity_days, b.publicity_kind,
            b.objection_days, b.document, array[(select current_user_id())], moment, moment
        from jsonb_to_record(told) b (year integer, title_zh text, title_en text, basis text, nominations_from date, nominations_until date, deadline date, publicity_days integer,
                                      publicity_kind text, objection_days integer, document jsonb);
    end if;
    return query select round, problem;
end $$;

-- All of a draft; of what was opened only the last days, and those only later.
create or replace function award_round_change(round uuid, body jsonb, seen integer, moment timestamptz, day date) returns table (id uuid, problem text, standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    r award_rounds;
    b award_rounds;
begin
    select t.* into r from award_rounds t where t.district_code = (select current_district()) and t.id = round for update;
    if not found then
        return;
    end if;
    b := jsonb_populate_record(r, body);
    standing := award_round_state(r.state, r.nominations_until, day);
    problem := case
        when r.version <> seen then 'precondition_failed'
        when standing not in ('draft', 'open', 'selection', 'publicity') or standing <> 'draft' and body - '{nominations_until,deadline}'::text[] <> '{}'
            or standing not in ('draft', 'open') and body ? 'nominations_until' then 'state_conflict'
        when standing <> 'draft' and (b.nominations_until < r.nominations_until or b.deadline < r.deadline) then 'award_only_later'
        else award_document_fault(b.document)
        end;
    if problem is null then
        update award_rounds t set year = b.year, title_zh = b.title_zh, title_en = b.title_en, basis = b.basis, nominations_from = b.nominations_from,
            nominations_until = b.nominations_until, deadline = b.deadline, publicity_days = b.publicity_days, publicity_kind = b.publicity_kind, objection_days = b.objection_days,
            document = b.document, version = r.version + 1, updated_at = greatest(moment, r.updated_at + interval '1 microsecond'),
            written_by = case when r.state <> 'draft' or (select current_user_id()) = any (r.written_by) then r.written_by else r.written_by || (select current_user_id()) end
        where t.district_code = r.district_code and t.id = r.id;
    end if;
    return query select r.id, problem, standing;
end $$;

-- Who may be awarded, as it is today: its name (a person's is not told), the firm of the day, and where it is. No row: it is not there, or not any more.
create or replace function award_subject(kind text, subject text, day date) returns table (name text, firm_id uuid, street_code text, community_code text)
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
    district text := (select current_district());
    one uuid;
begin
    if kind = 'community' then
        return query select d.name, null::uuid, left(d.code, 9), d.code from divisions d
                     where d.code = subject and d.level = 5 and left(d.code, 6) = district and daterange(d.effective_from, d.effective_to) @> day;
        return;
    elsif subject !~ '-' then
        return;
    end if;
    one := subject::uuid;
    return query
    select f.name, f.id, null::text, null::text from firms f where award_subject.kind = 'firm' and f.district_code = district and f.id = one and f.status <> 'deregistered'
    union all
    select e.name, firm_in_force(district, e.id, day), e.street_code, e.community_code from estates e where award_subject.kind = 'estate' and e.district_code = district and e.id = one
    union all
    select null, s.firm_id, null, null from staff s where award_subject.kind = 'staff' and s.district_code = district and s.id = one and coalesce(s.left_on > day, true)
    union all
    select concat(e.name, coalesce((select c.zh from codes c where c.list_code = 'oc_kind' and c.code = o.kind limit 1), '')), null, e.street_code, e.community_code
    from owners_committees o join estates e on e.district_code = o.district_code and e.id = o.estate_id
    where award_subject.kind = 'committee' and o.district_code = district and o.id = one and o.status <> 'dissolved'
    union all
    select null, null, e.street_code, e.community_code
    from committee_members m
    join owners_committees o on o.district_code = m.district_code and o.id = m.committee_id
    join estates e on e.district_code = o.district_code and e.id = o.estate_id
    where award_subject.kind = 'committee_member' and m.district_code = district and m.id = one and daterange(m.valid_from, m.valid_to) @> day and o.status <> 'dissolved'
    union all
    select u.name, null, coalesce(u.street_code, e.street_code), coalesce(u.community_code, e.community_code)
    from org_units u left join estates e on e.district_code = u.district_code and e.id = u.estate_id
    where award_subject.kind = 'org_unit' and u.district_code = district and u.id = one and coalesce(u.ended_on > day, true);
end $$;

-- Whether it is the caller's to nominate: a firm itself, its estates of today and its people; street and community what is in their area, and who manages there.
create or replace function award_subject_own(role text, kind text, firm uuid, street text, community text, day date) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select case role
        when 'district' then true
        when 'company' then kind in ('firm', 'estate', 'staff') and coalesce(firm = (select current_firm()), false)
        when 'street' then coalesce(street = (select current_street()), false)
        when 'community' then coalesce(community = (select current_community()), false)
        else false end
        or role in ('street', 'community') and kind in ('firm', 'staff') and exists (
            select from contract_estates m
            join contracts c on c.district_code = m.district_code and c.id = m.contract_id
            join estates e on e.district_code = m.district_code and e.id = m.estate_id
            where m.district_code = (select current_district()) and m.in_force and m.service_period @> day and c.firm_id = firm
              and case role when 'street' then e.street_code = (select current_street()) else e.community_code = (select current_community()) end)
$$;

-- H07, D13, D23: what stands against an award on a day, by the rules of that day; null when nothing does. Of an estate also what is to be said of its firm of the day, of a person of its firm.
-- Where an estate has no firm nothing of former ones counts.
create or replace function award_bars(kind text, subject text, firm uuid, day date) returns jsonb
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
    one uuid := case when kind <> 'community' then subject::uuid end;
    credit text := case kind when 'estate' then 'project' when 'staff' then 'person' when 'committee_member' then 'committee_member' end;
begin
    return (
        with said as (
            select 1 as place, 'firm' as subject, r.reason, r.position, r.since, r.until from firm_reasons(firm, day, 'award') r where firm is not null and r.bars
            union all
            select 2, credit, r.reason, e.position, r.since, r.until
            from (
                select k.* from credit_reasons(credit, one, coalesce(firm, '00000000-0000-0000-0000-000000000000'), day) k
                union all
                select d.reason, d.since, null from dishonest_of_person(one, day) d where credit = 'person') r
            cross join lateral eligibility_rule('award', r.reason, day) e
            where credit is not null and e.bars
        )
        select jsonb_agg(jsonb_build_object('code', s.reason, 'subject', s.subject, 'zh', c.zh, 'en', c.en, 'since', s.since, 'until', s.until) order by s.place, s.position)
        from said s
        left join codes c on c.list_code = 'eligibility_reason' and c.code = s.reason and c.effective_from <= day and coalesce(c.effective_to > day, true));
end $$;

-- The same for one that is nominated already: who is there no more is barred for that.
create or replace function award_barred(nomination award_nominations, day date, out firm uuid, out bars jsonb)
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    select s.firm_id into firm from award_subject(nomination.subject_kind, nomination.subject_id, day) s;
    bars := case when found then award_bars(nomination.subject_kind, nomination.subject_id, firm, day)
        else (select jsonb_agg(jsonb_build_object('code', c.code, 'subject', null, 'zh', c.zh, 'en', c.en, 'since', null, 'until', null))
              from codes c where c.list_code = 'award_exclusion' and c.code = 'subject_gone') end;
end $$;

-- Who is barred is kept as excluded, with the reasons, so that it can be read why.
create or replace function award_nominate(nomination uuid, body jsonb, grounds text, facts text, role text, moment timestamptz, day date) returns table (id uuid, problem text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    r award_rounds;
    c award_categories;
    s record;
    bars jsonb;
begin
    select t.* into r from award_rounds t where t.district_code = (select current_district()) and t.id = (body ->> 'round_id')::uuid and t.opened_at is not null for share;
    select t.* into c from award_categories t where t.district_code = r.district_code and t.round_id = r.id and t.code = body ->> 'category';
    select t.* into s from award_subject(c.subject_kind, body ->> 'subject_id', day) t;
    problem := case
        when r.id is null then 'award_round_unknown'
        when r.state <> 'open' or not daterange(r.nominations_from, r.nominations_until, '[]') @> day then 'award_nominations_closed'
        when c.code is null then 'award_category_unknown'
        when s is null or not award_subject_own(role, c.subject_kind, s.firm_id, s.street_code, s.community_code, day) then 'award_subject_unknown'
        end;
    if problem is null then
        bars := award_bars(c.subject_kind, body ->> 'subject_id', s.firm_id, day);
        insert into award_nominations (district_code, id, round_id, category, quota, subject_kind, subject_id, name, firm_id, street_code, community_code, grounds, facts, state, exclusion,
                                       excluded_at_step, nominated_role, nominated_by, nominated_at, nominator_firm, updated_at)
        values (r.district_code, nomination, r.id, c.code, c.quota, c.subject_kind, body ->> 'subject_id', s.name, s.firm_id, coalesce(s.street_code, (select current_street())),
                coalesce(s.community_code, (select current_community())), grounds, facts, case when bars is null then 'nominated' else 'excluded' end, bars,
                case when bars is not null then 'nomination' end, role, (select current_user_id()), moment, (select current_firm()), moment);
    end if;
    return query select nomination, problem;
end $$;

-- Where a move leads; null: there is no such move.
create or replace function award_next(of_thing text, standing text, wanted text, of_role text) returns text language sql stable as $$
    select t.to_state from award_transitions t where t.thing = of_thing and t.from_state = standing and t.action = wanted and t.role = of_role
$$;

-- A nomination under its locks, its round's first: the round does not move until the transaction ends.
create or replace function award_nomination_held(nomination uuid) returns award_nominations language sql volatile as $$
    select from award_rounds r join award_nominations n on n.district_code = r.district_code and n.round_id = r.id
    where n.district_code = (select current_district()) and n.id = nomination for share of r;
    select n.* from award_nominations n where n.district_code = (select current_district()) and n.id = nomination for update;
$$;

-- One that is selected takes a place of its quota until it is rejected, withdrawn, struck out or excluded.
create or replace function award_decide(nomination uuid, wanted text, said text, moment timestamptz, day date) returns table (id uuid, problem text, standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    n award_nominations;
    phase text;
    places integer;
    next_state text;
    now_barred record;
begin
    n := award_nomination_held(nomination);
    select award_round_state(r.state, r.nominations_until, day) into phase from award_rounds r where r.district_code = n.district_code and r.id = n.round_id;
    select q.quota into places from award_quotas q where q.district_code = n.district_code and q.round_id = n.round_id and q.code = n.quota for update;
    next_state := award_next('nomination', n.state, wanted, 'district');
    select b.* into now_barred from award_barred(n, day) b where wanted = 'select' and next_state is not null;
    problem := case
        when next_state is null then 'state_conflict'
        when phase <> 'selection' then 'award_phase'
        when wanted = 'select' and n.nominated_by = (select current_user_id()) then 'separation_of_duties'
        when wanted = 'select' and now_barred.bars is null
            and places <= (select count(*) from award_nominations o where o.district_code = n.district_code and o.round_id = n.round_id and o.quota = n.quota
                           and o.state in ('selected', 'publicity', 'objected', 'granted')) then 'award_quota_full'
        end;
    if problem is null then
        update award_nominations t set state = case when now_barred.bars is null then next_state else 'excluded' end, exclusion = now_barred.bars,
            excluded_at_step = case when now_barred.bars is not null then 'selection' end, firm_id = case wanted when 'select' then coalesce(now_barred.firm, n.firm_id) else n.firm_id end,
            decided_by = (select current_user_id()), decided_at = moment, decision = said, version = n.version + 1, updated_at = greatest(moment, n.updated_at + interval '1 microsecond')
        where t.district_code = n.district_code and t.id = n.id;
    end if;
    return query select n.id, problem, case problem when 'state_conflict' then n.state end;
end $$;

-- By whose side it was nominated; a firm also what others nominated of its own.
drop function if exists award_withdraw(uuid, text, text, timestamptz, date);
create or replace function award_withdraw(nomination uuid, said text, role text, moment timestamptz) returns table (id uuid, problem text, standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    n award_nominations;
    phase text;
    next_state text;
begin
    n := award_nomination_held(nomination);
    select r.state into phase from award_rounds r where r.district_code = n.district_code and r.id = n.round_id;
    next_state := award_next('nomination', n.state, 'withdraw', role);
    problem := case
        when not coalesce(case role
            when 'district' then n.nominated_role = 'district'
            when 'street' then n.nominated_role in ('street', 'community') and n.street_code = (select current_street())
            when 'community' then n.nominated_role = 'community' and n.community_code = (select current_community())
            when 'company' then (select current_firm()) in (n.firm_id, n.nominator_firm) end, false) then 'award_not_yours'
        when next_state is null then 'state_conflict'
        when phase not in ('open', 'publicity') then 'award_phase'
        end;
    if problem is null then
        update award_nominations t set state = next_state, withdrawn_by = (select current_user_id()), withdrawn_at = moment, withdrawn_reason = said, version = n.version + 1,
            updated_at = greatest(moment, n.updated_at + interval '1 microsecond')
        where t.district_code = n.district_code and t.id = n.id;
        update award_objections o set state = 'lapsed' where o.district_code = n.district_code and o.nomination_id = n.id and o.state = 'raised';
    end if;
    return query select n.id, problem, case problem when 'state_conflict' then n.state end;
end $$;

create or replace function award_object(nomination uuid, objection uuid, grounds text, role text, moment timestamptz, day date) returns table (id uuid, problem text, standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    n award_nominations;
    r award_rounds;
    next_state text;
begin
    n := award_nomination_held(nomination);
    select t.* into r from award_rounds t where t.district_code = n.district_code and t.id = n.round_id;
    next_state := award_next('nomination', n.state, 'object', role);
    problem := case when next_state is null then 'state_conflict' when r.state <> 'publicity' or day > r.objections_until then 'award_phase' end;
    if problem is null then
        insert into award_objections (district_code, id, nomination_id, grounds, raised_role, raised_by, raised_firm, raised_at)
        values (n.district_code, objection, n.id, grounds, role, (select current_user_id()), (select current_firm()), moment);
        update award_nominations t set state = next_state, version = n.version + 1, updated_at = greatest(moment, n.updated_at + interval '1 microsecond')
        where t.district_code = n.district_code and t.id = n.id;
    end if;
    return query select n.id, problem, case problem when 'state_conflict' then n.state end;
end $$;

-- One that is upheld strikes the nomination out; while others are open it stays objected.
drop function if exists award_decide_objection(uuid, uuid, text, text, timestamptz, date);
create or replace function award_decide_objection(nomination uuid, objection uuid, wanted text, said text, moment timestamptz) returns table (id uuid, problem text, standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    n award_nominations;
    o award_objections;
    several boolean;
    next_state text;
begin
    n := award_nomination_held(nomination);
    select t.* into o from award_objections t
    where t.district_code = n.district_code and t.nomination_id = n.id and t.state = 'raised' and coalesce(t.id = objection, true) order by t.id limit 1 for update;
    several := objection is null and 1 < (select count(*) from award_objections t where t.district_code = n.district_code and t.nomination_id = n.id and t.state = 'raised');
    next_state := award_next('nomination', n.state, wanted, 'district');
    problem := case
        when next_state is null then 'state_conflict'
        when o.id is null or several then 'award_objection_unknown'
        when (select current_user_id()) in (o.raised_by, n.nominated_by) then 'separation_of_duties'
        end;
    if problem is null then
        update award_objections t set state = case wanted when 'uphold' then 'upheld' else 'dismissed' end, decided_by = (select current_user_id()), decided_at = moment, decision = said
        where t.district_code = o.district_code and t.id = o.id;
        update award_objections t set state = 'lapsed' where t.district_code = n.district_code and t.nomination_id = n.id and t.state = 'raised' and wanted = 'uphold';
        update award_nominations t set version = n.version + 1, updated_at = greatest(moment, n.updated_at + interval '1 microsecond'),
            state = case when exists (select from award_objections e where e.district_code = n.district_code and e.nomination_id = n.id and e.state = 'raised') then n.state else next_state end
        where t.district_code = n.district_code and t.id = n.id;
    end if;
    return query select n.id, problem, case problem when 'state_conflict' then n.state end;
end $$;

-- What the round's move does to its nominations.
create or replace function award_round_follows(r award_rounds, wanted text, moment timestamptz) returns void
language sql volatile security definer set search_path = public, pg_temp as $$
    update award_nominations n set state = t.to_state, version = n.version + 1, updated_at = greatest(moment, n.updated_at + interval '1 microsecond')
    from award_transitions t
    where n.district_code = r.district_code and n.round_id = r.id and t.thing = 'nomination' and t.from_state = n.state and t.action = wanted and t.role = 'round'
$$;

-- Everybody is asked once more; who is barred meanwhile is excluded, the others have their honour.
create or replace function award_round_grants(r award_rounds, moment timestamptz, day date) returns void
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    n award_nominations;
    now_barred record;
begin
    for n in select t.* from award_nominations t where t.district_code = r.district_code and t.round_id = r.id and t.state = 'publicity' order by t.id for update loop
        select b.* into now_barred from award_barred(n, day) b;
        if now_barred.bars is not null then
            update award_nominations t set state = x.to_state, exclusion = now_barred.bars, excluded_at_step = 'grant', version = n.version + 1,
                updated_at = greatest(moment, n.updated_at + interval '1 microsecond')
            from award_transitions x
            where t.district_code = n.district_code and t.id = n.id and x.thing = 'nomination' and x.from_state = n.state and x.action = 'exclude' and x.role = 'round';
        else
            insert into honours (district_code, id, subject_kind, subject_id, name, firm_id, street_code, community_code, title_zh, title_en, level, class, granted_on, granted_by, round_id,
                                 nomination_id, created_at, updated_at)
            select n.district_code, gen_random_uuid(), n.subject_kind, n.subject_id, n.name, now_barred.firm, n.street_code, n.community_code, c.title_zh, c.title_en, c.level, c.class, day,
                (select current_user_id()), r.id, n.id, moment, moment
            from award_categories c
            where c.district_code = n.district_code and c.round_id = n.round_id and c.code = n.category;
        end if;
    end loop;
    perform award_round_follows(r, 'grant', moment);
end $$;

create or replace function award_round_lays_out(r award_rounds) returns void language sql volatile security definer set search_path = public, pg_temp as $$
    insert into award_quotas (district_code, round_id, code, title_zh, title_en, quota)
    select r.district_code, r.id, q.code, q.title_zh, q.title_en, q.quota
    from jsonb_to_recordset(r.document -> 'quotas') q (code text, title_zh text, title_en text, quota integer);
    insert into award_categories (district_code, round_id, code, quota, title_zh, title_en, subject_kind, level, class, awarded_in)
    select r.district_code, r.id, c.code, c.quota, c.title_zh, c.title_en, c.subject_kind, c.level, c.class, r.year
    from jsonb_to_recordset(r.document -> 'categories') c (code text, quota text, title_zh text, title_en text, subject_kind text, level text, class smallint);
$$;

create or replace function award_round_move(round uuid, wanted text, said text, moment timestamptz, day date) returns table (id uuid, problem text, standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    r award_rounds;
    next_state text;
    me uuid := (select current_user_id());
begin
    select t.* into r from award_rounds t where t.district_code = (select current_district()) and t.id = round for update;
    if not found then
        return;
    end if;
    standing := award_round_state(r.state, r.nominations_until, day);
    next_state := award_next('round', standing, wanted, 'district');
    problem := case
        when next_state is null then 'state_conflict'
        when wanted = 'open' and me = any (r.written_by) or wanted = 'grant' and me = r.selection_by then 'separation_of_duties'
        when wanted = 'open' and r.nominations_until < day then 'takes_effect_in_the_past'
        when wanted = 'publish' and not exists (select from award_nominations n where n.district_code = r.district_code and n.round_id = r.id and n.state = 'selected')
            then 'award_nothing_selected'
        when wanted = 'grant' and day <= greatest(r.publicity_until, r.objections_until) then 'award_publicity_runs'
        when wanted = 'grant' and exists (select from award_nominations n where n.district_code = r.district_code and n.round_id = r.id and n.state = 'objected') then 'award_objection_open'
        when wanted = 'grant' and day > r.deadline then 'award_deadline_passed'
        end;
    if problem is null then
        update award_rounds t set state = next_state, version = r.version + 1, updated_at = greatest(moment, r.updated_at + interval '1 microsecond'),
            opened_by = case wanted when 'open' then me else r.opened_by end, opened_at = case wanted when 'open' then moment else r.opened_at end,
            selection_by = case wanted when 'publish' then me else r.selection_by end, selection_at = case wanted when 'publish' then moment else r.selection_at end,
            publicity_from = case wanted when 'publish' then day else r.publicity_from end,
            publicity_until = case wanted when 'publish' then award_days(day, r.publicity_days, r.publicity_kind) else r.publicity_until end,
            objections_until = case wanted when 'publish' then award_days(day, r.objection_days, r.publicity_kind) else r.objections_until end,
            granted_by = case wanted when 'grant' then me end, granted_on = case wanted when 'grant' then day end,
            cancelled_by = case wanted when 'cancel' then me end, cancelled_reason = case wanted when 'cancel' then said end
        where t.district_code = r.district_code and t.id = r.id;
        if wanted = 'open' then
            perform award_round_lays_out(r);
        elsif wanted = 'grant' then
            perform award_round_grants(r, moment, day);
        else
            perform award_round_follows(r, wanted, moment);
        end if;
        update award_categories c set awarded_in = null where wanted = 'cancel' and c.district_code = r.district_code and c.round_id = r.id;
        update award_objections o set state = 'lapsed'
        from award_nominations n
        where wanted = 'cancel' and n.district_code = r.district_code and n.round_id = r.id and o.district_code = n.district_code and o.nomination_id = n.id and o.state = 'raised';
    end if;
    return query select r.id, problem, standing;
end $$;

create or replace function award_days(day date, days integer, kind text) returns date language sql stable parallel safe as $$
    select case kind when 'working' then (select w.due from add_working_days(day, days) w) else day + days end
$$;

-- G23: what another authority granted.
create or replace function honour_enter(honour uuid, body jsonb, grantor text, moment timestamptz, day date) returns table (id uuid, problem text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    s record;
begin
    select t.* into s from award_subject(body ->> 'subject_kind', body ->> 'subject_id', day) t;
    problem := case when s is null then 'award_subject_unknown' when (body ->> 'granted_on')::date > day then 'day_in_the_future' end;
    if problem is null then
        insert into honours (district_code, id, subject_kind, subject_id, name, firm_id, street_code, community_code, title_zh, title_en, level, class, granted_on, granted_by, grantor,
                             document_no, created_at, updated_at)
        values ((select current_district()), honour, body ->> 'subject_kind', body ->> 'subject_id', s.name, s.firm_id, s.street_code, s.community_code, body ->> 'title_zh',
                body ->> 'title_en', body ->> 'level', (body ->> 'class')::smallint, (body ->> 'granted_on')::date, (select current_user_id()), grantor, body ->> 'document_no', moment, moment);
    end if;
    return query select honour, problem;
end $$;

create or replace function honour_revoke(honour uuid, said text, document text, moment timestamptz, day date) returns table (id uuid, problem text, standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    h honours;
    next_state text;
begin
    select t.* into h from honours t where t.district_code = (select current_district()) and t.id = honour for update;
    next_state := award_next('honour', h.state, 'revoke', 'district');
    problem := case when next_state is null then 'state_conflict' when h.granted_by = (select current_user_id()) then 'separation_of_duties' end;
    if problem is null then
        update honours t set state = next_state, revoked_on = day, revoked_by = (select current_user_id()), revoked_reason = said, revoked_document_no = document, version = h.version + 1,
            updated_at = greatest(moment, h.updated_at + interval '1 microsecond')
        where t.district_code = h.district_code and t.id = h.id;
    end if;
    return query select h.id, problem, h.state;
end $$;

-- H07: firms whose grade of the day takes back what they were honoured for. Authorities are told; a person decides.
create or replace function honours_due(role text, day date) returns uuid[] language sql stable security definer set search_path = public, pg_temp as $$
    select coalesce(array_agg(s.subject_id), '{}')
    from credit_rulebook_on(day) b
    cross join lateral credit_scores(b.document, 'firm', day, credit_known_at(day), array(
        select distinct h.firm_id from honours h where h.district_code = (select current_district()) and h.state = 'granted' and h.firm_id is not null)) s
    where role in ('district', 'street', 'community')
      and exists (select from jsonb_to_recordset(b.document -> 'effects') f (grade text, effect text) where f.grade = s.grade and f.effect = 'honours_revoked')
$$;

-- The one way to a person's name; who is told it say the views.
create or replace function award_person_name(kind text, subject text) returns text language sql stable security definer set search_path = public, pg_temp as $$
    select s.name from staff s where kind = 'staff' and s.district_code = (select current_district()) and s.id = subject::uuid
    union all
    select m.name from committee_members m where kind = 'committee_member' and m.district_code = (select current_district()) and m.id = subject::uuid
$$;

revoke all on function award_round_create(uuid, jsonb, timestamptz), award_round_change(uuid, jsonb, integer, timestamptz, date), award_subject(text, text, date),
    award_subject_own(text, text, uuid, text, text, date), award_bars(text, text, uuid, date), award_barred(award_nominations, date),
    award_nominate(uuid, jsonb, text, text, text, timestamptz, date), award_next(text, text, text, text), award_nomination_held(uuid), award_decide(uuid, text, text, timestamptz, date), award_withdraw(uuid, text, text, timestamptz),
    award_object(uuid, uuid, text, text, timestamptz, date), award_decide_objection(uuid, uuid, text, text, timestamptz), award_round_follows(award_rounds, text, timestamptz),
    award_round_grants(award_rounds, timestamptz, date), award_round_lays_out(award_rounds), award_round_move(uuid, text, text, timestamptz, date),
    honour_enter(uuid, jsonb, text, timestamptz, date), honour_revoke(uuid, text, text, timestamptz, date), honours_due(text, date), award_person_name(text, text) from public;
grant execute on function award_round_state(text, date, date), award_person_name(text, text), honours_due(text, date) to wuye_member;
grant execute on function award_round_create(uuid, jsonb, timestamptz), award_round_change(uuid, jsonb, integer, timestamptz, date),
    award_decide(uuid, text, text, timestamptz, date), award_decide_objection(uuid, uuid, text, text, timestamptz), award_round_move(uuid, text, text, timestamptz, date),
    honour_enter(uuid, jsonb, text, timestamptz, date), honour_revoke(uuid, text, text, timestamptz, date) to wuye_district;
grant execute on function award_nominate(uuid, jsonb, text, text, text, timestamptz, date), award_withdraw(uuid, text, text, timestamptz),
    award_object(uuid, uuid, text, text, timestamptz, date) to wuye_district, wuye_street, wuye_community, wuye_company;

reset role;
