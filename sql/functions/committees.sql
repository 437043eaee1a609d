-- Life of owners' committees (K01–K07, J10): the path of their status, and what all that is done with one shares. It locks its estate's and its own row first, so that of two who act at
-- once the second meets what the first left. No role writes in the tables.
set role wuye_owner;

-- The committee, locked, of the caller's area as it is now.
create or replace function committee_locked(wanted uuid) returns owners_committees language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    c owners_committees;
begin
    perform from owners_committees o join estates e on e.district_code = o.district_code and e.id = o.estate_id
    where o.district_code = current_district() and o.id = wanted and e.street_code = coalesce(current_street(), e.street_code)
      and e.community_code = coalesce(current_community(), e.community_code)
    for no key update of e;
    if found then
        select o.* into c from owners_committees o where o.district_code = current_district() and o.id = wanted for no key update;
    end if;
    return c;
end $$;

-- A day of which something is told: not to come, not before the first that it may be of, before the one on which there is nothing any more.
create or replace function committee_day_problem(day date, today date, first date, beyond date default null) returns text language sql immutable parallel safe as $$
    select case when day > today then 'day_in_the_future' when day < first or day >= beyond then 'committee_step_day_unfit' end
$$;

-- What is missing of the step, who may not take it, and days that do not fit. before: the last day of which something is recorded.
create or replace function committee_step_problem(step committee_transitions, body jsonb, caller_role text, day date, today date, before date) returns text language sql stable as $$
    select case
        when step.action is null then 'state_conflict'
        when caller_role <> all (step.roles) then 'committee_step_not_yours'
        when exists (select from unnest(step.needs) n where body ->> n is null) then 'committee_step_incomplete'
        when exists (select from unnest('{due_on,item_code,place,term_from,term_to}'::text[]) n where body ? n and n <> all (step.needs)) then 'committee_step_incomplete'
        else coalesce(committee_day_problem(day, today, before),
            case when (body ->> 'due_on')::date <= day or (body ->> 'term_to')::date <= (body ->> 'term_from')::date then 'committee_step_day_unfit' end)
        end
$$;

create or replace function committee_step_keep(new_id uuid, step committee_transitions, c owners_committees, of_member uuid, of_decision uuid, body jsonb, item uuid, day date, caller_role text,
    moment timestamptz) returns void language sql volatile security definer set search_path = public, pg_temp as $$
    insert into committee_steps (district_code, id, subject, committee_id, estate_id, member_id, decision_id, action, from_state, to_state, day, due_on, item_id, item_code, reason, document, place,
        term_from, term_to, re_elected, made_by, made_role, created_at)
    values (c.district_code, new_id, step.subject, c.id, c.estate_id, of_member, of_decision, step.action, step.from_state, step.to_state, day, (body ->> 'due_on')::date, item,
        body ->> 'item_code', body ->> 'reason', body ->> 'document', body ->> 'place', (body ->> 'term_from')::date, (body ->> 'term_to')::date,
        array(select r.id::uuid from jsonb_array_elements_text(coalesce(body -> 're_elected', '[]')) r (id)), current_user_id(), caller_role, moment)
$$;

-- K04. The register's row is replaced and what stood before is kept, as by a change.
create or replace function committee_step(new_id uuid, wanted uuid, body jsonb, caller_role text, moment timestamptz, today date, out id uuid, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    c owners_committees := committee_locked(wanted);
    step committee_transitions;
    day constant date := coalesce((body ->> 'day')::date, today);
begin
    if c.id is null then
        return;
    end if;
    id := new_id;
    standing := c.status;
    select t.* into step from committee_transitions t where t.subject = 'committee' and t.from_state = c.status and t.action = body ->> 'action';
    problem := committee_step_problem(step, body, caller_role, day, today,
        greatest(c.established_on, (select max(s.day) from committee_steps s where s.district_code = c.district_code and s.committee_id = c.id and s.subject = 'committee')));
    problem := coalesce(problem, case
        when step.action <> 'elect' and body ? 're_elected' then 'committee_step_incomplete'
        when step.action = 'lapse' and coalesce(c.term_to > day, true) or (body ->> 'term_from')::date < day then 'committee_step_day_unfit' end);
    if problem is null and step.action = 'elect' then
        problem := committee_term_change(c, array(select r.id::uuid from jsonb_array_elements_text(coalesce(body -> 're_elected', '[]')) r (id)), (body ->> 'term_from')::date, moment);
    end if;
    if problem is not null then
        return;
    end if;
    moment := greatest(moment, c.known_from + interval '1 microsecond');
    insert into owners_committees_past (district_code, id, estate_id, kind, status, established_on, term_from, term_to, dissolved_on, member_count, party_member_count, no_oc_reason, version,
        created_at, updated_at, known_from, known_to, rectify_by)
    values (c.district_code, c.id, c.estate_id, c.kind, c.status, c.established_on, c.term_from, c.term_to, c.dissolved_on, c.member_count, c.party_member_count, c.no_oc_reason, c.version,
        c.created_at, c.updated_at, c.known_from, moment, c.rectify_by);
    update owners_committees o set status = step.to_state, rectify_by = case when step.to_state = 'rectifying' then (body ->> 'due_on')::date end,
        term_from = coalesce((body ->> 'term_from')::date, o.term_from), term_to = coalesce((body ->> 'term_to')::date, o.term_to),
        version = o.version + 1, updated_at = moment, known_from = moment
    where o.district_code = c.district_code and o.id = c.id;
    perform committee_step_keep(new_id, step, c, null, null, body, null, day, caller_role, moment);
end $$;

-- Of what the register counts; where it has no counts, of the members that are counted.
create or replace function committee_party_share(registered integer, registered_party integer, counted bigint, counted_party bigint) returns numeric language sql immutable parallel safe as $$
    select case when registered is not null and registered_party is not null then round(100.0 * registered_party / nullif(registered, 0), 2) else round(100.0 * counted_party / nullif(counted, 0), 2) end
$$;

-- What is told of a committee beside its row, as it was known when the day was over: the share of party members against the rule (B04, a warning), whether the term is over on the day
-- and nobody was elected, and whether an account is co-managed (K03). Who is no authority of the area learns nothing of members and accounts.
create or replace function committee_told(c owners_committees, day date, caller_role text) returns table (party_percent numeric, party_short boolean, term_over boolean, co_managed boolean)
language sql stable parallel safe rows 1 security definer set search_path = public, pg_temp as $$
    select s.share, s.share < r.value and c.kind = 'owners_committee', coalesce(c.term_to <= day, false) and c.status <> 'dissolved',
        case when i.inside then exists (select from committee_accounts a where a.district_code = c.district_code and a.committee_id = c.id and a.opened_on <= day
            and a.created_at < (day + 1)::timestamptz and (coalesce(a.closed_on > day, true) or a.updated_at >= (day + 1)::timestamptz)) end
    from (select caller_role in ('district', 'street', 'community') as inside) i
    left join lateral (
        select count(*) as members, count(*) filter (where m.party_member) as party_members
        from committee_members_at(day) m
        where i.inside and m.district_code = c.district_code and m.committee_id = c.id and m.position <> 'alternate' and m.valid_from <= day and coalesce(m.valid_to > day, true)
    ) m on true
    cross join lateral (select committee_party_share(c.member_count, c.party_member_count, m.members, m.party_members) as share) s
    left join lateral rule_at('committee_party_percent', '*', day, c.district_code) r on true
$$;

grant execute on function committee_step, committee_party_share to wuye_district, wuye_street, wuye_community;
grant execute on function committee_told to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform;

reset role;
