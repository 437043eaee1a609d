-- Reviews, audits and co-managed accounts of committees (K02, K03, K07), and how what was recorded by mistake is withdrawn. Locked as committees.sql says; no role writes in the tables.
set role wuye_owner;

create or replace function committee_review_add(new_id uuid, wanted uuid, body jsonb, moment timestamptz, today date, out id uuid, out problem text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    c owners_committees := committee_locked(wanted);
    r committee_reviews := jsonb_populate_record(null::committee_reviews, body);
begin
    if c.id is null then
        return;
    end if;
    id := new_id;
    r.satisfied_percent := round(100.0 * r.satisfied / r.representatives, 2);
    r.required_percent := (select t.value from rule_at('committee_review_percent', '*', r.held_on) t);
    problem := coalesce(committee_day_problem(r.held_on, today, c.established_on, c.dissolved_on), case
        when r.satisfied + r.acceptable + r.unsatisfied <> r.representatives then 'committee_review_sum'
        when exists (select from committee_reviews t where t.district_code = c.district_code and t.committee_id = c.id and t.held_on = r.held_on and t.withdrawn_at is null) then 'committee_review_exists'
        end);
    if problem is null then
        insert into committee_reviews (district_code, id, committee_id, estate_id, held_on, representatives, satisfied, acceptable, unsatisfied, satisfied_percent, required_percent, result, document,
            note, created_by, created_at)
        values (c.district_code, new_id, c.id, c.estate_id, r.held_on, r.representatives, r.satisfied, r.acceptable, r.unsatisfied, r.satisfied_percent, r.required_percent,
            case when r.satisfied_percent >= r.required_percent then 'passed' else 'failed' end, r.document, r.note, current_user_id(), moment);
    end if;
end $$;

create or replace function committee_audit_commission(new_id uuid, wanted uuid, body jsonb, moment timestamptz, today date, out id uuid, out problem text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    c owners_committees := committee_locked(wanted);
    a committee_audits := jsonb_populate_record(null::committee_audits, body);
begin
    if c.id is null then
        return;
    end if;
    id := new_id;
    a.commissioned_on := coalesce(a.commissioned_on, today);
    problem := coalesce(committee_day_problem(a.commissioned_on, today, c.established_on), case
        when (a.kind = 'term_change') <> (a.election_id is not null) or (a.kind = 'director_leaving') <> (a.member_id is not null) or (a.kind = 'special') <> (a.reason is not null)
            then 'committee_audit_incomplete'
        when a.kind = 'term_change' and not exists (select from committee_steps s where s.district_code = c.district_code and s.committee_id = c.id and s.id = a.election_id and s.action = 'elect')
          or a.kind = 'director_leaving' and not exists (select from committee_members m where m.district_code = c.district_code and m.committee_id = c.id and m.id = a.member_id and m.position = 'director')
            then 'committee_audit_of_nothing'
        when exists (select from committee_audits t where t.district_code = c.district_code and t.withdrawn_at is null and (t.election_id = a.election_id or t.member_id = a.member_id)) then 'committee_audit_exists'
        end);
    if problem is null then
        insert into committee_audits (district_code, id, committee_id, estate_id, kind, election_id, member_id, reason, auditor, commissioned_on, created_by, created_at, updated_at)
        values (c.district_code, new_id, c.id, c.estate_id, a.kind, a.election_id, a.member_id, a.reason, a.auditor, a.commissioned_on, current_user_id(), moment, moment);
    end if;
end $$;

create or replace function committee_audit_report(wanted uuid, body jsonb, moment timestamptz, today date, out id uuid, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    c owners_committees := committee_locked((select t.committee_id from committee_audits t where t.district_code = current_district() and t.id = wanted));
    a committee_audits;
    r committee_audits := jsonb_populate_record(null::committee_audits, body);
begin
    if c.id is null then
        return;
    end if;
    select t.* into a from committee_audits t where t.district_code = c.district_code and t.id = wanted for update;
    id := a.id;
    standing := case when a.withdrawn_at is null then 'reported' else 'withdrawn' end;
    r.reported_on := coalesce(r.reported_on, today);
    problem := case when a.reported_on is not null or a.withdrawn_at is not null then 'state_conflict' else committee_day_problem(r.reported_on, today, a.commissioned_on) end;
    if problem is null then
        update committee_audits t set reported_on = r.reported_on, opinion = r.opinion, findings = r.findings, document = r.document, updated_at = greatest(moment, t.updated_at + interval '1 microsecond')
        where t.district_code = a.district_code and t.id = a.id;
    end if;
end $$;

create or replace function committee_account_open(new_id uuid, wanted uuid, body jsonb, moment timestamptz, today date, out id uuid, out problem text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    c owners_committees := committee_locked(wanted);
    a committee_accounts := jsonb_populate_record(null::committee_accounts, body);
begin
    if c.id is null then
        return;
    end if;
    id := new_id;
    a.opened_on := coalesce(a.opened_on, today);
    problem := case
        when a.opened_on > today then 'day_in_the_future'
        when exists (select from committee_accounts t where t.district_code = c.district_code and t.committee_id = c.id and t.bank = a.bank and t.last4 = a.last4
                        and coalesce(t.closed_on > a.opened_on, true)) then 'committee_account_exists'
        end;
    if problem is null then
        insert into committee_accounts (district_code, id, committee_id, estate_id, bank, last4, managed_with, bookkeeper, opened_on, created_by, created_at, updated_at)
        values (c.district_code, new_id, c.id, c.estate_id, a.bank, a.last4, a.managed_with, a.bookkeeper, a.opened_on, current_user_id(), moment, moment);
    end if;
end $$;

create or replace function committee_account_close(wanted uuid, day date, said text, moment timestamptz, today date, out id uuid, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    c owners_committees := committee_locked((select t.committee_id from committee_accounts t where t.district_code = current_district() and t.id = wanted));
    a committee_accounts;
begin
    if c.id is null then
        return;
    end if;
    select t.* into a from committee_accounts t where t.district_code = c.district_code and t.id = wanted for update;
    id := a.id;
    standing := 'closed';
    problem := case when a.closed_on is not null then 'state_conflict' else committee_day_problem(day, today, a.opened_on) end;
    if problem is null then
        update committee_accounts t set closed_on = day, close_reason = said, updated_at = greatest(moment, t.updated_at + interval '1 microsecond')
        where t.district_code = a.district_code and t.id = a.id;
    end if;
end $$;

-- A decision, review, audit or announcement, whichever has the id.
create or replace function committee_record(wanted uuid) returns table (kind text, committee_id uuid, created_by uuid, state text)
language sql volatile rows 1 security definer set search_path = public, pg_temp as $$
    select 'decision', d.committee_id, d.created_by, d.state from committee_decisions d where d.district_code = current_district() and d.id = wanted
    union all
    select 'review', v.committee_id, v.created_by, case when v.withdrawn_at is null then 'standing' else 'withdrawn' end from committee_reviews v
    where v.district_code = current_district() and v.id = wanted
    union all
    select 'audit', a.committee_id, a.created_by, case when a.withdrawn_at is null then 'standing' else 'withdrawn' end from committee_audits a
    where a.district_code = current_district() and a.id = wanted
    union all
    select 'announcement', a.committee_id, a.created_by, case when a.withdrawn_at is not null then 'withdrawn' when a.step_id is null then 'standing' else 'announced' end
    from committee_announcements a where a.district_code = current_district() and a.id = wanted
$$;

-- What was recorded by mistake: it stays to be read by the authorities, with why, and counts no more. Not by who recorded it. What steps led to is not taken back.
create or replace function committee_record_withdraw(wanted uuid, said text, moment timestamptz, out id uuid, out kind text, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    c owners_committees;
    r record;
begin
    select * into r from committee_record(wanted);
    c := committee_locked(r.committee_id);
    if c.id is null then
        return;
    end if;
    select * into r from committee_record(wanted); -- as whoever was first left it
    id := wanted;
    kind := r.kind;
    standing := r.state;
    problem := case when r.state <> 'standing' then 'state_conflict' when r.created_by = current_user_id() then 'separation_of_duties' end;
    if problem is null then
        execute format('update %I set withdrawn_at = $1, withdrawn_by = $2, withdrawn_because = $3 %s where district_code = $4 and id = $5', 'committee_' || kind || 's', case kind
            when 'decision' then ', state = ''withdrawn'', version = version + 1, updated_at = greatest($1, updated_at + interval ''1 microsecond'')'
            when 'audit' then ', updated_at = greatest($1, updated_at + interval ''1 microsecond'')' end) using moment, current_user_id(), said, c.district_code, wanted;
    end if;
end $$;

grant execute on function committee_review_add, committee_audit_commission, committee_audit_report, committee_account_open, committee_account_close, committee_record_withdraw to
    wuye_district, wuye_street, wuye_community;

reset role;
