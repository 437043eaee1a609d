-- Meetings and what they decided. No role writes in the tables: what changes one runs as the owner and locks the meeting's row, or the decision's, first.
set role wuye_owner;

-- A street keeps its own meetings, the district its own and those of streets.
create or replace function meeting_kept(m meetings) returns boolean language sql stable parallel safe security definer set search_path = public, pg_temp as $$
    select m.district_code = current_district() and (current_street() is null or coalesce(m.street_code = current_street(), false))
$$;

-- Of these issues those that the caller does not see, if any.
create or replace function issues_unseen(wanted uuid[]) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
    select exists (
        select from unnest(wanted) w (id)
        where not exists (select from issues i where i.district_code = current_district() and i.id = w.id and (current_street() is null or i.street_code = current_street())))
$$;

-- What is wrong with a meeting as it would stand, with the issues that it would be about.
create or replace function meeting_fault(m meetings, about uuid[]) returns text language sql stable security definer set search_path = public, pg_temp as $$
    select case
        when m.street_code is not null and not exists (select from division_jurisdictions j where j.district_code = m.district_code and j.code = m.street_code) then 'street_unknown'
        when exists (select from unnest(m.street_codes) s (code) where not exists (
            select from division_jurisdictions j where j.district_code = m.district_code and j.code = s.code and j.community_code is null)) then 'street_unknown'
        when exists (select from unnest(m.community_codes) s (code) where not exists (
            select from division_jurisdictions j where j.district_code = m.district_code and j.code = s.code and j.community_code is not null)) then 'community_unknown'
        when issues_unseen(about) then 'meeting_issue_unknown'
        when m.kind = 'case_conference' and cardinality(about) = 0 then 'conference_without_issue'
        end
$$;

-- The district names campaigns that it prepares as well, a street those that were opened.
create or replace function meeting_campaign_fault(m meetings) returns text language sql stable security definer set search_path = public, pg_temp as $$
    select case when m.campaign_id is not null and not exists (
        select from campaigns c where c.district_code = m.district_code and c.id = m.campaign_id and (c.state in ('open', 'closed') or c.state = 'draft' and current_street() is null))
        then 'campaign_unknown' end
$$;

-- What it decided stays after it: a meeting that is to come has decided nothing, and no decision is due, or was done, before the day of its meeting.
create or replace function meeting_day_fault(m meetings, today date) returns text language sql stable security definer set search_path = public, pg_temp as $$
    select case when m.held_on > today then 'meeting_not_held' when m.held_on > min(least(d.due_on, case d.state when 'done' then d.ended_on end)) then 'decision_due_before' end
    from meeting_decisions d
    where d.district_code = m.district_code and d.meeting_id = m.id
    having count(*) > 0
$$;

create or replace function uuids_of(said jsonb) returns uuid[] language sql immutable parallel safe as $$
    select array(select distinct t.value::uuid from jsonb_array_elements_text(case jsonb_typeof(said) when 'array' then said else '[]' end) t order by 1)
$$;

create or replace function meeting_make(new_id uuid, body jsonb, moment timestamptz, out id uuid, out problem text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    about constant uuid[] := uuids_of(body -> 'issue_ids');
    m meetings := jsonb_populate_record(null::meetings, jsonb_strip_nulls(body));
begin
    m.district_code := current_district();
    m.id := new_id;
    m.participants := coalesce(m.participants, '[]');
    m.street_codes := coalesce(m.street_codes, '{}');
    m.community_codes := coalesce(m.community_codes, '{}');
    m.state := 'recorded';
    m.created_by := current_user_id();
    m.created_at := moment;
    m.version := 1;
    m.updated_at := moment;
    if current_street() is not null and m.street_code <> current_street() then
        problem := 'street_unknown';
        return;
    end if;
    m.street_code := coalesce(current_street(), m.street_code);
    problem := coalesce(meeting_campaign_fault(m), meeting_fault(m, about));
    if problem is null then
        insert into meetings select m.*;
        insert into meeting_issues (district_code, meeting_id, issue_id) select m.district_code, m.id, a from unnest(about) a;
        id := new_id;
    end if;
end $$;

-- changes: members as they shall be; issue_ids takes the place of all.
create or replace function meeting_change(meeting uuid, changes jsonb, known integer, moment timestamptz, out id uuid, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    m meetings;
    about uuid[];
    was date;
begin
    select t.* into m from meetings t where t.district_code = current_district() and t.id = meeting and meeting_kept(t) for update;
    if not found then
        problem := 'not_found';
        return;
    end if;
    id := m.id;
    standing := m.state;
    was := m.held_on;
    about := case when changes ? 'issue_ids' then uuids_of(changes -> 'issue_ids')
                  else array(select i.issue_id from meeting_issues i where i.district_code = m.district_code and i.meeting_id = m.id) end;
    m := jsonb_populate_record(m, changes - 'issue_ids');
    problem := case
        when m.version <> known then 'precondition_failed'
        when m.state <> 'recorded' then 'state_conflict'
        when m.held_on <> was then meeting_day_fault(m, (moment at time zone 'Asia/Shanghai')::date)
        end;
    problem := coalesce(problem, meeting_fault(m, case when changes ? 'issue_ids' then about else '{}' end));
    problem := case when problem = 'conference_without_issue' and cardinality(about) > 0 then null else problem end;
    if problem is not null then
        return;
    end if;
    update meetings t set title = m.title, held_on = m.held_on, place = m.place, convener = m.convener, convener_title = m.convener_title, agenda = m.agenda,
        participants = coalesce(m.participants, '[]'), street_codes = coalesce(m.street_codes, '{}'), community_codes = coalesce(m.community_codes, '{}'), minutes = m.minutes,
        version = t.version + 1, updated_at = greatest(moment, t.updated_at + interval '1 microsecond')
    where t.district_code = m.district_code and t.id = m.id;
    delete from meeting_issues i where i.district_code = m.district_code and i.meeting_id = m.id and i.issue_id <> all (about);
    insert into meeting_issues (district_code, meeting_id, issue_id) select m.district_code, m.id, a from unnest(about) a on conflict do nothing;
end $$;

-- Recorded in error. Open decisions are dropped with it, for the same reason.
create or replace function meeting_withdraw(meeting uuid, said text, moment timestamptz, today date, out id uuid, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    m meetings;
begin
    select t.* into m from meetings t where t.district_code = current_district() and t.id = meeting and meeting_kept(t) for update;
    id := m.id;
    standing := m.state;
    problem := case when m.id is null then 'not_found' when m.state <> 'recorded' then 'state_conflict' end;
    if problem is null then
        update meeting_decisions d set state = 'dropped', ended_on = today, outcome = said, ended_by = current_user_id(), version = d.version + 1, updated_at = moment
        where d.district_code = m.district_code and d.meeting_id = m.id and d.state = 'open';
        update meetings t set state = 'withdrawn', withdrawn_reason = said, version = t.version + 1, updated_at = moment where t.district_code = m.district_code and t.id = m.id;
    end if;
end $$;

create or replace function meeting_decide(new_id uuid, meeting uuid, body jsonb, moment timestamptz, today date, out id uuid, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    m meetings;
    d meeting_decisions := jsonb_populate_record(null::meeting_decisions, jsonb_strip_nulls(body));
    about constant uuid[] := uuids_of(body -> 'issue_ids');
begin
    select t.* into m from meetings t where t.district_code = current_district() and t.id = meeting and meeting_kept(t) for update;
    standing := m.state;
    problem := case
        when m.id is null then 'not_found'
        when m.state <> 'recorded' then 'state_conflict'
        when m.held_on > today then 'meeting_not_held'
        when d.due_on < m.held_on then 'decision_due_before'
        when d.firm_id is not null and not exists (select from firms f where f.district_code = m.district_code and f.id = d.firm_id) then 'firm_unknown'
        when issues_unseen(about) then 'meeting_issue_unknown'
        end;
    if problem is not null then
        return;
    end if;
    insert into meeting_decisions (district_code, id, meeting_id, number, decision, responsible_kind, responsible, firm_id, person, due_on, created_by, created_at, updated_at)
    values (m.district_code, new_id, m.id, 1 + (select count(*) from meeting_decisions o where o.district_code = m.district_code and o.meeting_id = m.id), d.decision, d.responsible_kind,
        d.responsible, d.firm_id, d.person, d.due_on, current_user_id(), moment, moment);
    insert into meeting_decision_issues (district_code, decision_id, issue_id) select m.district_code, new_id, a from unnest(about) a;
    update meetings t set version = t.version + 1, updated_at = greatest(moment, t.updated_at + interval '1 microsecond') where t.district_code = m.district_code and t.id = m.id;
    id := new_id;
end $$;

-- The end of a decision: done or dropped, with what was done or why not, once.
create or replace function meeting_decision_end(wanted uuid, into_state text, day date, said text, moment timestamptz, today date, out id uuid, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    d meeting_decisions;
    m meetings;
begin
    select t.* into m from meetings t join meeting_decisions x on x.district_code = t.district_code and x.meeting_id = t.id
    where t.district_code = current_district() and x.id = wanted and meeting_kept(t) for share of t;
    select t.* into d from meeting_decisions t where t.district_code = m.district_code and t.id = wanted for update;
    id := d.id;
    standing := d.state;
    problem := case
        when d.id is null then 'not_found'
        when d.state <> 'open' then 'state_conflict'
        when day > today then 'day_in_the_future'
        when day < m.held_on then 'decision_due_before'
        end;
    if problem is null then
        update meeting_decisions t set state = into_state, ended_on = day, outcome = said, ended_by = current_user_id(), version = t.version + 1, updated_at = moment
        where t.district_code = d.district_code and t.id = d.id;
    end if;
end $$;

-- Whether an issue has had its conference (一事一议), which one that is planned is not yet: whoever sees the issue may know.
create or replace function issue_conferred(issue uuid) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
    select exists (select from meeting_issues i join meetings m on m.district_code = i.district_code and m.id = i.meeting_id
                   where i.district_code = current_district() and i.issue_id = issue and m.kind = 'case_conference' and m.state = 'recorded'
                     and m.held_on <= (now() at time zone 'Asia/Shanghai')::date)
$$;

revoke all on function meeting_kept(meetings), issues_unseen(uuid[]), meeting_fault(meetings, uuid[]), meeting_campaign_fault(meetings), meeting_day_fault(meetings, date), uuids_of(jsonb), meeting_make(uuid, jsonb, timestamptz),
    meeting_change(uuid, jsonb, integer, timestamptz), meeting_withdraw(uuid, text, timestamptz, date), meeting_decide(uuid, uuid, jsonb, timestamptz, date),
    meeting_decision_end(uuid, text, date, text, timestamptz, date), issue_conferred(uuid) from public;
grant execute on function meeting_make(uuid, jsonb, timestamptz), meeting_change(uuid, jsonb, integer, timestamptz), meeting_withdraw(uuid, text, timestamptz, date),
    meeting_decide(uuid, uuid, jsonb, timestamptz, date), meeting_decision_end(uuid, text, date, text, timestamptz, date) to wuye_district, wuye_street;
grant execute on function issue_conferred(uuid) to wuye_district, wuye_street, wuye_community;

reset role;
