-- K19: the maintenance fund in an emergency, without a vote where the matter is on the list (code list maintenance_emergency), with a motion that has passed where it is not.
set role wuye_owner;

create or replace function maintenance_make(new_id uuid, body jsonb, moment timestamptz, today date, out id uuid, out problem text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    a maintenance_applications := jsonb_populate_record(null::maintenance_applications, jsonb_strip_nulls(body));
    e estates;
begin
    select t.* into e from estates t
    where t.district_code = current_district() and t.id = a.estate_id and t.street_code = coalesce(current_street(), t.street_code) and t.community_code = coalesce(current_community(), t.community_code);
    problem := case
        when e.id is null then 'estate_unknown'
        when a.applicant = 'committee' and not committee_works(e.district_code, e.id) then 'vote_no_committee'
        when num_nonnulls(a.item, a.motion_id) <> 1 then 'maintenance_ground_missing'
        when a.item is not null and not exists (select from codes c where c.list_code = 'maintenance_emergency' and c.code = a.item and c.effective_from <= today and coalesce(c.effective_to > today, true))
            then 'maintenance_vote_required'
        when a.motion_id is not null and not exists (select from motions m where m.district_code = e.district_code and m.id = a.motion_id and m.estate_id = e.id and m.matter = 'fund_use'
                                                       and m.state = 'effective' and m.passed) then 'maintenance_vote_required'
        end;
    if problem is null then
        insert into maintenance_applications (district_code, id, estate_id, street_code, community_code, applicant, item, motion_id, title, reason, estimate, proposed_by, proposed_at, updated_at)
        values (e.district_code, new_id, e.id, e.street_code, e.community_code, a.applicant, a.item, a.motion_id, a.title, a.reason, a.estimate, current_user_id(), moment, moment)
        on conflict do nothing
        returning maintenance_applications.id into id;
        problem := case when id is null then 'maintenance_motion_used' end;
    end if;
end $$;

-- approve, refuse: by another than who applied. close: with what was used, which is never more than was approved.
create or replace function maintenance_move(application uuid, move text, said text, much numeric, day date, moment timestamptz, today date, out id uuid, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    a maintenance_applications;
    next_state text;
begin
    select t.* into a from maintenance_applications t
    where t.district_code = current_district() and t.id = application and t.street_code = coalesce(current_street(), t.street_code) and t.community_code = coalesce(current_community(), t.community_code)
    for update;
    next_state := (select t.to_state from maintenance_transitions t where t.from_state = a.state and t.action = move);
    id := a.id;
    standing := a.state;
    problem := case
        when a.id is null then 'not_found'
        when next_state is null then 'state_conflict'
        when move in ('approve', 'refuse') and a.proposed_by = current_user_id() then 'separation_of_duties'
        when day > today then 'day_in_the_future'
        when move = 'close' and day < a.started_on then 'maintenance_day_before'
        when much > a.estimate then 'maintenance_over_estimate'
        end;
    if problem is null then
        update maintenance_applications t set state = next_state,
            decided_by = case when move in ('approve', 'refuse') then current_user_id() else t.decided_by end, decided_at = case when move in ('approve', 'refuse') then moment else t.decided_at end,
            decision = case when move in ('approve', 'refuse') then said else t.decision end, started_on = case move when 'start' then day else t.started_on end,
            closed_on = case move when 'close' then day end, used = case move when 'close' then much end, outcome = case move when 'close' then said end,
            version = t.version + 1, updated_at = greatest(moment, t.updated_at + interval '1 microsecond')
        where t.district_code = a.district_code and t.id = a.id;
    end if;
end $$;

revoke all on function maintenance_make(uuid, jsonb, timestamptz, date), maintenance_move(uuid, text, text, numeric, date, timestamptz, date) from public;
grant execute on function maintenance_make(uuid, jsonb, timestamptz, date) to wuye_street, wuye_community;
grant execute on function maintenance_move(uuid, text, text, numeric, date, timestamptz, date) to wuye_district, wuye_street, wuye_community;

reset role;
