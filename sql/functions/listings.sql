-- 挂牌督办 (H01, H02). No role writes in the tables: every step locks the listing's row first and goes by supervision_listing_transitions, so that of two who act at once the
-- second meets the state that the first left. Nothing here, and nothing anywhere, ends a listing because time has passed.
set role wuye_owner;

-- What is the caller's: all of the district's, or of its street or community.
create or replace function listing_in_area(street text, community text) returns boolean language sql stable as $$
    select street = coalesce(current_street(), street) and community = coalesce(current_community(), community)
$$;

-- The estates that the calling firm serves today. Runs as the owner, as estates_of_firm() does.
create or replace function estates_of_firm_today() returns uuid[]
language plpgsql stable parallel safe security definer set search_path = public, pg_temp as $$
begin
    return (select array_agg(e.estate_id)
            from contracts c
            join contract_estates e on e.district_code = c.district_code and e.contract_id = c.id
            where c.district_code = (select current_district()) and c.firm_id = (select current_firm()) and c.in_force and e.in_force and e.service_period @> current_date);
end $$;
grant execute on function estates_of_firm_today() to wuye_company;

-- The day after the last on which the calling firm serves an estate by a contract that has begun; null where it never did.
create or replace function firm_serves_until(estate uuid) returns date
language plpgsql stable parallel safe security definer set search_path = public, pg_temp as $$
begin
    return (select max(coalesce(upper(e.service_period), 'infinity'))
            from contract_estates e
            join contracts c on c.district_code = e.district_code and c.id = e.contract_id
            where e.district_code = (select current_district()) and e.estate_id = estate and c.firm_id = (select current_firm()) and c.in_force and e.in_force
              and lower(e.service_period) <= current_date);
end $$;
grant execute on function firm_serves_until(uuid) to wuye_company;

-- Name and code of an estate, for whoever reads what is public of it.
create or replace function estate_told(district text, estate uuid) returns table (code text, name text)
language sql stable parallel safe security definer set search_path = public, pg_temp rows 1 as $$
    select e.code, e.name from estates e where e.district_code = district and e.id = estate
$$;
revoke all on function estate_told(text, uuid) from public;
grant execute on function estate_told(text, uuid) to wuye_member;

create or replace function listing_next(standing text, wanted text, caller_role text) returns text language sql stable as $$
    select t.to_state from supervision_listing_transitions t where t.from_state = standing and t.action = wanted and t.role = caller_role
$$;

create or replace function listing_tell(l supervision_listings, action text, caller_role text, new_state text, day date, unit text, note text, moment timestamptz, event uuid default gen_random_uuid())
returns void language sql volatile as $$
    insert into supervision_listing_events (district_code, id, listing_id, at, actor_id, actor_role, action, from_state, to_state, round, happened_on, unit, note)
    values (l.district_code, event, l.id, moment, current_user_id(), caller_role, action, case when action <> 'propose' then l.state end, new_state, l.round, day, unit, note)
$$;

-- The day that counts when its due day is set to another: one that has passed stays.
create or replace function listing_in_time(l supervision_listings, due date, today date) returns date language sql immutable as $$
    select case when l.in_time_until < today then l.in_time_until else due end
$$;

-- complaints: those of body.complaint_ids that the caller sees.
create or replace function listing_make(new_id uuid, body jsonb, complaints uuid[], caller_role text, moment timestamptz, today date, out id uuid, out problem text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    l supervision_listings := jsonb_populate_record(null::supervision_listings, jsonb_strip_nulls(body));
    named constant uuid[] := uuids_of(body -> 'complaint_ids');
    e estates;
begin
    select t.* into e from estates t where t.district_code = current_district() and t.id = l.estate_id and listing_in_area(t.street_code, t.community_code);
    problem := case
        when e.id is null then 'estate_unknown'
        when exists (select from unnest(named) n (id)
                     where not exists (select from complaints c where c.district_code = e.district_code and c.id = n.id and c.estate_id = e.id and c.id = any (listing_make.complaints)))
            then 'listing_complaint_unknown'
        end;
    if problem is not null then
        return;
    end if;
    insert into supervision_listings (district_code, id, estate_id, street_code, community_code, firm_id, reason, basis, demands, proposed_by, proposed_role, proposed_at, updated_at)
    values (e.district_code, new_id, e.id, e.street_code, e.community_code, firm_in_force(e.district_code, e.id, today), l.reason, l.basis, l.demands, current_user_id(), caller_role, moment, moment)
    on conflict do nothing
    returning supervision_listings.id into id;
    if id is null then
        problem := 'listed_already';
        return;
    end if;
    insert into supervision_listing_complaints (district_code, listing_id, complaint_id) select distinct e.district_code, new_id, n from unnest(named) n;
    perform listing_tell(t, 'propose', caller_role, 'proposed', today, null, null, moment) from supervision_listings t where t.district_code = e.district_code and t.id = new_id;
end $$;

-- E08, E09: a proposal for each listed row of a published ranking. Once for an estate, a list and a quarter, whatever became of it and whichever revision it was; whoever asks
-- again is told what there is. All revisions of the quarter are locked, so that two who ask at once do not both propose.
create or replace function listings_from_ranking(ranking uuid, moment timestamptz, today date, out id uuid, out problem text, out made integer)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    k ranking_snapshots;
begin
    select s.* into k from ranking_snapshots s where s.district_code = current_district() and s.id = ranking;
    perform from ranking_snapshots s where s.district_code = k.district_code and s.list = k.list and s.quarter = k.quarter order by s.revision for update;
    select s.* into k from ranking_snapshots s where s.district_code = k.district_code and s.id = k.id;
    problem := case
        when k.id is null then 'listing_ranking_unknown'
        when k.published_at is null then 'listing_ranking_unpublished'
        when exists (select from ranking_snapshots s where s.district_code = k.district_code and s.list = k.list and s.quarter = k.quarter and s.revision > k.revision and s.published_at is not null)
            then 'listing_ranking_superseded'
        end;
    if problem is not null then
        return;
    end if;
    id := k.id;
    with proposed as (
        insert into supervision_listings (district_code, id, estate_id, street_code, community_code, firm_id, reason, basis, quarter, ranking_id, proposed_by, proposed_role, proposed_at, updated_at)
        select r.district_code, gen_random_uuid(), r.estate_id, r.street_code, r.community_code, coalesce(r.firm_id, firm_in_force(r.district_code, r.estate_id, today)), k.list || '_top3',
            format('%s %s投诉量第%s名（%s件）', k.quarter, case k.list when 'petition' then '信访' else '12345热线' end, r.rank, r.counted), k.quarter, k.id, current_user_id(), 'district',
            moment + r.position * interval '1 microsecond', moment
        from ranking_rows r
        where r.district_code = k.district_code and r.ranking_id = k.id and r.listed
          and not exists (select from supervision_listings t where t.district_code = r.district_code and t.estate_id = r.estate_id and t.reason = k.list || '_top3' and t.quarter = k.quarter)
        on conflict do nothing
        returning supervision_listings.*
    ), told as (
        insert into supervision_listing_events (district_code, id, listing_id, at, actor_id, actor_role, action, to_state, round, happened_on)
        select p.district_code, gen_random_uuid(), p.id, moment, current_user_id(), 'district', 'propose', 'proposed', 1, today from proposed p
    )
    select count(*) into made from proposed;
end $$;

-- The row, locked, of the district's or of the caller's street.
create or replace function listing_locked(listing uuid) returns supervision_listings language sql volatile as $$
    select t.* from supervision_listings t where t.district_code = current_district() and t.id = listing and listing_in_area(t.street_code, t.community_code) for update
$$;

-- H02: who stands behind an estate on a day: the unit named for it, else the one named for its street.
create or replace function sponsor_on(estate uuid, street text, day date) returns text language sql stable as $$
    select s.unit from sponsors s
    where s.district_code = current_district() and case when s.estate_id is null then s.street_code = street else s.estate_id = estate end and s.valid_from <= day and coalesce(s.valid_to > day, true)
    order by s.estate_id is null
    limit 1
$$;

-- The district decides on what another user proposed.
create or replace function listing_decide(listing uuid, body jsonb, moment timestamptz, today date, out id uuid, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    l supervision_listings := listing_locked(listing);
    wanted constant text := body ->> 'decision';
    n supervision_listings := jsonb_populate_record(l, jsonb_strip_nulls(body - 'decision' - 'reason'));
    next_state constant text := listing_next(l.state, wanted, 'district');
begin
    id := l.id;
    standing := l.state;
    moment := greatest(moment, l.updated_at + interval '1 microsecond');
    n.sponsor_unit := coalesce(n.sponsor_unit, sponsor_on(l.estate_id, l.street_code, today));
    problem := case
        when l.id is null then 'not_found'
        when next_state is null then 'state_conflict'
        when l.proposed_by = current_user_id() then 'separation_of_duties'
        when wanted = 'refuse' and body ->> 'reason' is null or (wanted = 'list') <> (body ->> 'due_on' is not null) then 'listing_decision_incomplete'
        when n.due_on < today then 'listing_due_past'
        when wanted = 'list' and n.sponsor_unit is null then 'listing_sponsor_missing'
        end;
    if problem is not null then
        return;
    end if;
    if wanted = 'refuse' then
        update supervision_listings t set state = next_state, refused_reason = body ->> 'reason', decided_by = current_user_id(), decided_at = moment, version = t.version + 1, updated_at = moment
        where t.district_code = l.district_code and t.id = l.id;
    else
        update supervision_listings t set state = next_state, decided_by = current_user_id(), decided_at = moment, listed_on = today, due_on = n.due_on, in_time_until = n.due_on, sponsor_unit = n.sponsor_unit,
            demands = n.demands, published_at = case when (body ->> 'published')::boolean then moment end, version = t.version + 1, updated_at = moment
        where t.district_code = l.district_code and t.id = l.id;
    end if;
    perform listing_tell(l, wanted, 'district', next_state, today, case when wanted = 'list' then n.sponsor_unit end, body ->> 'reason', moment);
end $$;

create or replace function listing_change(listing uuid, changes jsonb, known integer, moment timestamptz, today date, out id uuid, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    l supervision_listings := listing_locked(listing);
    n supervision_listings;
begin
    id := l.id;
    standing := l.state;
    moment := greatest(moment, l.updated_at + interval '1 microsecond');
    problem := case
        when l.id is null then 'not_found'
        when l.version <> known then 'precondition_failed'
        when listing_next(l.state, 'change', 'district') is null then 'state_conflict'
        when (changes ->> 'due_on')::date < today then 'listing_due_past'
        end;
    if problem is not null then
        return;
    end if;
    n := jsonb_populate_record(l, changes);
    update supervision_listings t set due_on = n.due_on, in_time_until = listing_in_time(l, n.due_on, today), sponsor_unit = n.sponsor_unit, demands = n.demands,
        published_at = case when not changes ? 'published' then t.published_at when (changes ->> 'published')::boolean then coalesce(t.published_at, moment) end,
        version = t.version + 1, updated_at = moment
    where t.district_code = l.district_code and t.id = l.id;
    perform listing_tell(l, 'change', 'district', l.state, today, n.sponsor_unit, case when n.due_on <> l.due_on then format('%s → %s', l.due_on, n.due_on) end, moment);
end $$;

-- What the street does, and what the sponsor looks after. id: of the event.
create or replace function listing_step(new_id uuid, listing uuid, body jsonb, caller_role text, moment timestamptz, today date, out id uuid, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    l supervision_listings := listing_locked(listing);
    wanted constant text := body ->> 'action';
    day constant date := coalesce((body ->> 'happened_on')::date, today);
    next_state constant text := listing_next(l.state, wanted, caller_role);
begin
    standing := l.state;
    moment := greatest(moment, l.updated_at + interval '1 microsecond');
    problem := case
        when l.id is null then 'not_found'
        when not exists (select from supervision_listing_transitions t where t.action = wanted and t.role = caller_role) then 'listing_step_of_another'
        when next_state is null then 'state_conflict'
        when day > today then 'day_in_the_future'
        when day < l.listed_on then 'listing_day_before'
        end;
    if problem is not null then
        return;
    end if;
    id := new_id;
    update supervision_listings t set state = next_state, requested_by = case when wanted = 'request' then current_user_id() else t.requested_by end,
        requested_at = case when wanted = 'request' then moment else t.requested_at end, version = t.version + 1, updated_at = moment
    where t.district_code = l.district_code and t.id = l.id;
    perform listing_tell(l, wanted, caller_role, next_state, day, case when wanted = 'supervise' then coalesce(body ->> 'unit', l.sponsor_unit) end, body ->> 'note', moment, new_id);
end $$;

-- 验收销号 (H01): accepted, or one more round.
create or replace function listing_judge(listing uuid, body jsonb, moment timestamptz, today date, out id uuid, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    l supervision_listings := listing_locked(listing);
    wanted constant text := body ->> 'decision';
    due constant date := body ->> 'due_on';
    next_state constant text := listing_next(l.state, wanted, 'district');
begin
    id := l.id;
    standing := l.state;
    moment := greatest(moment, l.updated_at + interval '1 microsecond');
    problem := case
        when l.id is null then 'not_found'
        when next_state is null then 'state_conflict'
        when l.requested_by = current_user_id() then 'separation_of_duties'
        when wanted = 'accept' and due is not null then 'listing_decision_incomplete'
        when due < today then 'listing_due_past'
        end;
    if problem is not null then
        return;
    end if;
    update supervision_listings t set state = next_state, finding = body ->> 'finding', acceptance_office = body ->> 'office',
        round = t.round + (wanted = 'reject')::integer, due_on = coalesce(due, t.due_on), in_time_until = listing_in_time(l, coalesce(due, t.due_on), today),
        accepted_by = case when wanted = 'accept' then current_user_id() end, accepted_on = case when wanted = 'accept' then today end,
        version = t.version + 1, updated_at = moment
    where t.district_code = l.district_code and t.id = l.id;
    perform listing_tell(l, wanted, 'district', next_state, today, body ->> 'office', body ->> 'finding', moment);
end $$;

-- Of each street: what was listed in a period, what is open at its end and how much of that is overdue then, or today where its end is to come, and what was accepted in it, in time or late. By the day that counts:
-- nothing that was late becomes in time, and no period that is over is counted otherwise, because the district puts a day off.
create or replace function listing_counts(first date, before date, today date)
returns table (street_code text, listed bigint, open bigint, overdue bigint, accepted_in_time bigint, accepted_late bigint)
language sql stable parallel safe as $$
    select l.street_code,
        count(*) filter (where l.listed_on >= first),
        count(*) filter (where coalesce(l.accepted_on >= before, true)),
        count(*) filter (where coalesce(l.accepted_on >= before, true) and l.in_time_until < least(before - 1, today)),
        count(*) filter (where l.accepted_on >= first and l.accepted_on < before and l.accepted_on <= l.in_time_until),
        count(*) filter (where l.accepted_on >= first and l.accepted_on < before and l.accepted_on > l.in_time_until)
    from supervision_listings l
    where l.district_code = (select current_district()) and l.listed_on < before and coalesce(l.accepted_on >= first, true)
    group by l.street_code
$$;

revoke all on function listing_make(uuid, jsonb, uuid[], text, timestamptz, date), listings_from_ranking(uuid, timestamptz, date), listing_locked(uuid),
    listing_decide(uuid, jsonb, timestamptz, date), listing_change(uuid, jsonb, integer, timestamptz, date), listing_step(uuid, uuid, jsonb, text, timestamptz, date),
    listing_judge(uuid, jsonb, timestamptz, date), listing_tell(supervision_listings, text, text, text, date, text, text, timestamptz, uuid) from public;
grant execute on function listing_make(uuid, jsonb, uuid[], text, timestamptz, date) to wuye_district, wuye_street, wuye_community;
grant execute on function listing_step(uuid, uuid, jsonb, text, timestamptz, date) to wuye_district, wuye_street;
grant execute on function listings_from_ranking(uuid, timestamptz, date), listing_decide(uuid, jsonb, timestamptz, date), listing_change(uuid, jsonb, integer, timestamptz, date),
    listing_judge(uuid, jsonb, timestamptz, date) to wuye_district;
grant execute on function listing_counts(date, date, date) to wuye_district, wuye_street;

reset role;
