-- The negative list, and candidates with their joint review (K01). No role writes in the tables.
set role wuye_owner;

-- The item of a purpose that holds on a day: the district's own in place of the common one.
create or replace function committee_negative_item(wanted_purpose text, wanted text, on_day date) returns uuid language sql stable security definer set search_path = public, pg_temp as $$
    select case when i.applies then i.id end
    from committee_negative_items i
    where i.district_code in (current_district(), '*') and i.purpose = wanted_purpose and i.code = wanted and i.effective_from <= on_day and coalesce(i.effective_to > on_day, true)
    order by i.district_code = '*'
    limit 1
$$;

-- K01. A district's own item from today or later; the one that runs ends there.
create or replace function committee_negative_item_set(new_id uuid, body jsonb, moment timestamptz, today date, out id uuid, out problem text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    i committee_negative_items := jsonb_populate_record(null::committee_negative_items, body);
begin
    if i.effective_from < today then
        problem := 'takes_effect_in_the_past';
        return;
    end if;
    perform pg_advisory_xact_lock(hashtextextended(concat_ws('|', 'committee_negative_item', current_district(), i.purpose, i.code), 0));
    if exists (select from committee_negative_items t where t.district_code = current_district() and t.purpose = i.purpose and t.code = i.code and t.effective_from >= i.effective_from) then
        problem := 'committee_negative_item_planned';
        return;
    end if;
    update committee_negative_items t set effective_to = i.effective_from
    where t.district_code = current_district() and t.purpose = i.purpose and t.code = i.code and t.effective_from < i.effective_from and coalesce(t.effective_to > i.effective_from, true);
    insert into committee_negative_items (district_code, id, purpose, code, zh, en, applies, basis, effective_from, created_by, created_at)
    values (current_district(), new_id, i.purpose, i.code, i.zh, i.en, coalesce(i.applies, true), i.basis, i.effective_from, current_user_id(), moment);
    id := new_id;
end $$;

create or replace function committee_candidate_make(new_id uuid, body jsonb, moment timestamptz, out id uuid, out problem text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    n committee_candidates := jsonb_populate_record(null::committee_candidates, body);
    e estates;
begin
    -- Of two who name the same one for an estate at once the second waits here.
    select t.* into e from estates t
    where t.district_code = current_district() and t.id = n.estate_id and t.street_code = coalesce(current_street(), t.street_code) and t.community_code = coalesce(current_community(), t.community_code)
    for no key update;
    problem := case
        when e.id is null then 'estate_unknown'
        when exists (select from committee_candidates t where t.district_code = e.district_code and t.estate_id = e.id and t.name = n.name and t.state = 'reviewing') then 'committee_candidate_exists'
        end;
    if problem is null then
        insert into committee_candidates (district_code, id, estate_id, name, position_sought, party_member, recommended_by, departments, created_by, created_at, updated_at)
        values (e.district_code, new_id, e.id, n.name, coalesce(n.position_sought, 'member'), n.party_member, n.recommended_by, array(select distinct d from unnest(n.departments) d order by 1),
            current_user_id(), moment, moment);
        id := new_id;
    end if;
end $$;

-- The candidate, locked, of the caller's area as it is now.
create or replace function committee_candidate_locked(wanted uuid) returns committee_candidates language sql volatile security definer set search_path = public, pg_temp as $$
    select t.*
    from committee_candidates t join estates e on e.district_code = t.district_code and e.id = t.estate_id
    where t.district_code = current_district() and t.id = wanted and e.street_code = coalesce(current_street(), e.street_code) and e.community_code = coalesce(current_community(), e.community_code)
    for update of t
$$;

-- One answer of each department that was asked, not recorded by whoever named the candidate. The first that fails ends the review; it is passed when all have passed it.
create or replace function committee_opinion_give(wanted uuid, body jsonb, moment timestamptz, today date, out id uuid, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    k committee_candidates := committee_candidate_locked(wanted);
    o committee_opinions := jsonb_populate_record(null::committee_opinions, body);
    item uuid;
    answered integer;
begin
    if k.id is null then
        return;
    end if;
    id := k.id;
    standing := k.state;
    o.given_on := coalesce(o.given_on, today);
    item := case when o.item_code is not null then committee_negative_item('candidate', o.item_code, o.given_on) end;
    problem := case
        when k.state <> 'reviewing' then 'state_conflict'
        when k.created_by = current_user_id() then 'separation_of_duties'
        when o.department <> all (k.departments) then 'committee_department_not_asked'
        when exists (select from committee_opinions t where t.district_code = k.district_code and t.candidate_id = k.id and t.department = o.department) then 'committee_opinion_exists'
        when (o.verdict = 'fail') <> (o.item_code is not null) then 'committee_opinion_incomplete'
        when o.item_code is not null and item is null then 'committee_negative_item_unknown'
        when o.given_on > today then 'day_in_the_future'
        end;
    if problem is not null then
        return;
    end if;
    insert into committee_opinions (district_code, candidate_id, department, verdict, item_id, item_code, reason, given_on, created_by, created_at)
    values (k.district_code, k.id, o.department, o.verdict, item, o.item_code, o.reason, o.given_on, current_user_id(), moment);
    select count(*) into answered from committee_opinions t where t.district_code = k.district_code and t.candidate_id = k.id;
    update committee_candidates t set
        state = case when o.verdict = 'fail' then 'failed' when answered = cardinality(k.departments) then 'passed' else 'reviewing' end,
        concluded_at = case when o.verdict = 'fail' or answered = cardinality(k.departments) then moment end, updated_at = greatest(moment, t.updated_at + interval '1 microsecond')
    where t.district_code = k.district_code and t.id = k.id;
end $$;

-- While the review is under way.
create or replace function committee_candidate_withdraw(wanted uuid, said text, moment timestamptz, out id uuid, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    k committee_candidates := committee_candidate_locked(wanted);
begin
    id := k.id;
    standing := k.state;
    problem := case when k.state <> 'reviewing' then 'state_conflict' end;
    if problem is null then
        update committee_candidates t set state = 'withdrawn', concluded_at = moment, withdrawn_because = said, updated_at = greatest(moment, t.updated_at + interval '1 microsecond')
        where t.district_code = k.district_code and t.id = k.id;
    end if;
end $$;

grant execute on function committee_negative_item, committee_candidate_make, committee_opinion_give, committee_candidate_withdraw to wuye_district, wuye_street, wuye_community;
grant execute on function committee_negative_item_set to wuye_district;

reset role;
