-- What is owed under campaigns: handed in, accepted or returned, every submission kept. What moves a duty runs as the owner and locks the campaign, then the duty: a campaign that is
-- closed at the same moment comes before or after. Statements find the duty under the caller's row security first.
set role wuye_owner;

-- Streets hand in their own, communities theirs; the district does so for itself and for its departments, which have no access of their own.
create or replace function campaign_duty_submit(duty uuid, said text, inspections uuid[], used text[], role text, moment timestamptz, out id uuid, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    d campaign_duties;
    c campaigns;
    next_state text;
    punctual boolean;
begin
    select t.* into c from campaigns t where t.district_code = current_district()
        and t.id = (select k.campaign_id from campaign_duties k where k.district_code = current_district() and k.id = duty) for share;
    select t.* into d from campaign_duties t where t.district_code = current_district() and t.id = duty for update;
    select t.to_state into next_state from campaign_transitions t where t.thing = 'duty' and t.from_state = d.state and t.action = 'submit';
    id := d.id;
    standing := case when c.state = 'open' then d.state else c.state end;
    problem := case
        when case role when 'district' then d.owed_by not in ('district', 'department') else d.owed_by <> role end then 'campaign_duty_of_another'
        when next_state is null or c.state <> 'open' then 'state_conflict'
        when exists (select from unnest(inspections) i (id) where not exists (
            select from inspections t where t.district_code = d.district_code and t.id = i.id and coalesce(t.street_code = d.street_code, true)
              and coalesce(t.community_code = d.community_code, true))) then 'campaign_inspection_unknown'
        end;
    if problem is not null then
        return;
    end if;
    punctual := coalesce(moment < d.due_at, true);
    insert into campaign_submissions (district_code, duty_id, seq, content, inspection_ids, ledgers, on_time, submitted_at, submitted_by, submitted_role)
    values (d.district_code, d.id, d.submissions + 1, said, coalesce(inspections, '{}'), coalesce(used, '{}'), punctual, moment, current_user_id(), role);
    update campaign_duties t set state = next_state, submissions = d.submissions + 1, submitted_by = current_user_id(), delivered_at = moment, on_time = punctual, version = d.version + 1,
        updated_at = moment
    where t.district_code = d.district_code and t.id = d.id;
end $$;

-- When the plan as it is now asks for it; where it asks no more, as it was: a change of the plan passes by what is handed in, and counts once that is returned.
create or replace function campaign_duty_day(c campaigns, d campaign_duties) returns date language sql stable as $$
    select coalesce(max(u.due_on), case when count(*) = 0 then d.due_on end) from campaign_dues(c) u where (u.deliverable, u.period) = (d.deliverable, d.period)
$$;

-- The district decides; of what communities hand in their street does too. Never whoever handed it in. A result is decided on by what was looked at (F46).
create or replace function campaign_duty_decide(duty uuid, wanted text, said text, checked text, role text, moment timestamptz, out id uuid, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    d campaign_duties;
    c campaigns;
    next_state text;
begin
    select t.* into c from campaigns t where t.district_code = current_district()
        and t.id = (select k.campaign_id from campaign_duties k where k.district_code = current_district() and k.id = duty) for share;
    select t.* into d from campaign_duties t where t.district_code = current_district() and t.id = duty for update;
    select t.to_state into next_state from campaign_transitions t where t.thing = 'duty' and t.from_state = d.state and t.action = wanted;
    id := d.id;
    standing := case when c.state = 'open' then d.state else c.state end;
    problem := case
        when role = 'street' and d.owed_by <> 'community' then 'campaign_duty_of_another'
        when next_state is null or c.state <> 'open' then 'state_conflict'
        when d.submitted_by = current_user_id() then 'separation_of_duties'
        when d.kind = 'result' and checked is null then 'campaign_checklist_missing'
        end;
    if problem is not null then
        return;
    end if;
    insert into campaign_decisions (district_code, duty_id, seq, decision, reason, checklist, decided_at, decided_by, decided_role)
    values (d.district_code, d.id, d.submissions, next_state, said, checked, moment, current_user_id(), role);
    update campaign_duties t set state = next_state, delivered_at = case next_state when 'accepted' then d.delivered_at end, on_time = case next_state when 'accepted' then d.on_time end,
        due_on = case next_state when 'returned' then campaign_duty_day(c, d) else d.due_on end, version = d.version + 1, updated_at = moment
    where t.district_code = d.district_code and t.id = d.id;
end $$;

revoke all on function campaign_duty_submit(uuid, text, uuid[], text[], text, timestamptz), campaign_duty_decide(uuid, text, text, text, text, timestamptz) from public;
grant execute on function campaign_duty_submit(uuid, text, uuid[], text[], text, timestamptz) to wuye_district, wuye_street, wuye_community;
grant execute on function campaign_duty_decide(uuid, text, text, text, text, timestamptz) to wuye_district, wuye_street;

reset role;
