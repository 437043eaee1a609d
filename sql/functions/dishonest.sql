-- The list of the dishonest (H09–H12, L11, D20, D21). No role writes in the tables: what moves an entry locks its row first, and whoever counts a firm's entries its firm before that;
-- a deposit is locked before the entry that it secures, an entry before its orders.
set role wuye_owner;

-- What was leaves its row to the past; ids, subject and proposal never change.
create or replace function dishonest_keep(b dishonest_entries, n dishonest_entries, moment timestamptz) returns void language plpgsql volatile as $$
begin
    moment := greatest(moment, b.known_from + interval '1 microsecond');
    insert into dishonest_entries_past select (jsonb_populate_record(null::dishonest_entries_past, to_jsonb(b) || jsonb_build_object('known_to', moment))).*;
    update dishonest_entries t set state = n.state, number = n.number, escalated = n.escalated, listed_on = n.listed_on, decision = n.decision, decided_by = n.decided_by, decided_at = n.decided_at,
        guarantee_document = n.guarantee_document, guaranteed_on = n.guaranteed_on, measures = n.measures, guaranteed_by = n.guaranteed_by, deposit_id = n.deposit_id,
        notice_number = n.notice_number, noticed_on = n.noticed_on, rectified_on = n.rectified_on, rectification = n.rectification, rectified_by = n.rectified_by,
        ended_on = n.ended_on, end_reason = n.end_reason, ended_by = n.ended_by, version = b.version + 1, known_from = moment
    where t.district_code = b.district_code and t.id = b.id;
end $$;

-- The entry's row, locked; a firm's own once it is listed.
create or replace function dishonest_locked(entry uuid) returns dishonest_entries language sql volatile as $$
    select t.* from dishonest_entries t
    where t.district_code = current_district() and t.id = entry
      and (current_firm() is null or t.firm_id = current_firm() and t.state not in ('proposed', 'refused')) for update
$$;

create or replace function dishonest_next(e dishonest_entries, wanted text, caller text) returns text language sql stable as $$
    select t.to_state from dishonest_transitions t where t.subject = e.subject and t.from_state = e.state and t.action = wanted and (t.roles = '{}' or caller = any(t.roles))
$$;

-- What guarantee and deposit make of an entry (H09): both there, and the deposit still held, lift the bar; a deposit that is held no longer brings it back.
create or replace function dishonest_weighed(e dishonest_entries) returns text language sql stable as $$
    select coalesce(dishonest_next(e, case when e.guarantee_document is not null and d.state = 'paid' then 'lift' else 'lapse' end, ''), e.state)
    from (select) one
    left join deposits d on d.district_code = e.district_code and d.id = e.deposit_id
$$;

create or replace function dishonest_make(new_id uuid, body jsonb, caller text, moment timestamptz, out id uuid, out problem text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    n dishonest_entries := jsonb_populate_record(null::dishonest_entries, jsonb_strip_nulls(body));
    s staff;
begin
    n.subject := case when n.staff_id is null then 'firm' else 'person' end;
    select t.* into s from staff t where t.district_code = current_district() and t.id = n.staff_id;
    problem := case
        when num_nonnulls(n.firm_id, n.staff_id) <> 1 or (n.staff_id is null) <> (n.post is null) then 'dishonest_subject_one'
        when n.subject = 'person' and s.id is null then 'dishonest_staff_unknown'
        when n.subject = 'firm' and not exists (select from firms f where f.district_code = current_district() and f.id = n.firm_id) then 'firm_unknown'
        when n.post <> 'staff' and not exists (select from person_roles p where p.district_code = s.district_code and p.staff_id = s.id and p.role = n.post) then 'dishonest_post_unfit'
        when n.contract_id is not null and not exists (
            select from contracts c where c.district_code = current_district() and c.id = n.contract_id and c.firm_id = coalesce(n.firm_id, s.firm_id) and c.in_force) then 'contract_unknown'
        end;
    if problem is null then
        insert into dishonest_entries (district_code, id, subject, firm_id, staff_id, post, cause, basis, contract_id, proposed_by, proposed_role, proposed_at, known_from)
        values (current_district(), new_id, n.subject, coalesce(n.firm_id, s.firm_id), n.staff_id, n.post, n.cause, n.basis, n.contract_id, current_user_id(), caller, moment, moment);
        id := new_id;
    end if;
end $$;

-- H10, H11: who dismisses for the owners of an estate: `working`, the owners' committee if there is one that works on the day, else the residents' committee, with the reason. A committee whose term
-- is over does not work, whatever its status says.
create or replace function dismissal_executor(estate uuid, day date) returns table (committee_id uuid, executor text, why text)
language sql stable security definer set search_path = public, pg_temp as $$
    select o.id, case when w.why = 'working' then 'owners_committee' else 'residents_committee' end, w.why
    from (select) one
    left join lateral (
        select k.* from owners_committees_at(day) k
        where k.district_code = current_district() and k.estate_id = estate and k.established_on <= day
        order by k.kind = 'owners_committee' and k.status <> 'dissolved' desc, k.status <> 'dissolved' desc, k.established_on desc, k.id
        limit 1) o on true
    cross join lateral (select case
        when o.id is null then 'none'
        when o.kind <> 'owners_committee' then 'other_body'
        when o.status <> 'normal' then o.status
        when o.term_to <= day then 'term_expired'
        else 'working' end as why) w
$$;

-- For each contract in force and each estate that it serves.
create or replace function dishonest_dismissals(e dishonest_entries, moment timestamptz, today date) returns bigint language sql volatile as $$
    with made as (
        insert into dismissal_orders (district_code, id, entry_id, contract_id, firm_id, estate_id, street_code, community_code, executor, committee_id, why, ordered_on, created_at, updated_at)
        select c.district_code, gen_random_uuid(), e.id, c.id, c.firm_id, s.id, s.street_code, s.community_code,
            x.executor, x.committee_id, x.why, today, moment, moment
        from contracts c
        join contract_estates m on m.district_code = c.district_code and m.contract_id = c.id
        join estates s on s.district_code = m.district_code and s.id = m.estate_id
        cross join lateral dismissal_executor(s.id, today) x
        where c.district_code = e.district_code and c.firm_id = e.firm_id and c.in_force and c.terminated_on is null
          and contract_state(c.state, c.service_start, c.end_date, c.terminated_on, today, 0) in ('filed', 'active', 'expiring')
        returning 1
    )
    select count(*) from made
$$;

-- The firm's row is locked first, so that two of its entries which are confirmed at once are two numbers, and so that a contract filed at the same moment comes before or after.
create or replace function dishonest_decide(entry uuid, verdict text, document text, caller text, moment timestamptz, today date, out id uuid, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    e dishonest_entries;
    n dishonest_entries;
begin
    perform from firms f
    where f.district_code = current_district() and f.id = (select t.firm_id from dishonest_entries t where t.district_code = current_district() and t.id = dishonest_decide.entry) for no key update;
    e := dishonest_locked(entry);
    id := e.id;
    standing := e.state;
    n := e;
    n.state := dishonest_next(e, verdict, caller);
    problem := case
        when e.id is null then 'not_found'
        when n.state is null then 'state_conflict'
        when e.proposed_by = current_user_id() then 'separation_of_duties'
        end;
    if problem is not null then
        return;
    end if;
    n.decision := document;
    n.decided_by := current_user_id();
    n.decided_at := moment;
    if verdict = 'list' then
        select coalesce(max(t.number), 0) + 1 into n.number
        from dishonest_entries t
        where t.district_code = e.district_code and t.subject = e.subject and case e.subject when 'firm' then t.firm_id = e.firm_id else t.staff_id = e.staff_id end;
        n.listed_on := today;
        n.escalated := e.subject = 'firm' and n.number >= (select r.value from rule_at('dishonest_dismissal_from', '*', today) r) and exists (
            select from dishonest_entries t
            where t.district_code = e.district_code and t.firm_id = e.firm_id and t.subject = 'firm' and t.state in ('listed', 'conditional', 'dismissal_ordered', 'dismissed'));
    end if;
    if n.escalated then
        n.state := case when dishonest_dismissals(e, moment, today) > 0 then dishonest_next(e, 'escalate', caller) else 'dismissed' end;
    end if;
    perform dishonest_keep(e, n, moment);
end $$;

create or replace function dishonest_guarantee(entry uuid, document text, day date, said text, caller text, moment timestamptz, today date, out id uuid, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    e dishonest_entries := dishonest_locked(entry);
    n dishonest_entries := e;
begin
    id := e.id;
    standing := e.state;
    problem := case
        when e.id is null then 'not_found'
        when dishonest_next(e, 'guarantee', caller) is null then 'state_conflict'
        when e.guarantee_document is not null then 'dishonest_guaranteed_already'
        when day > today then 'day_in_the_future'
        when day < e.listed_on then 'dishonest_day_before'
        end;
    if problem is null then
        n.guarantee_document := document;
        n.guaranteed_on := day;
        n.measures := said;
        n.guaranteed_by := current_user_id();
        n.state := dishonest_weighed(n);
        perform dishonest_keep(e, n, moment);
    end if;
end $$;

create or replace function dishonest_secure(entry uuid, deposit uuid, caller text, moment timestamptz, out id uuid, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    d deposits;
    e dishonest_entries;
    n dishonest_entries;
begin
    select t.* into d from deposits t where t.district_code = current_district() and t.id = deposit for share;
    e := dishonest_locked(entry);
    n := e;
    id := e.id;
    standing := e.state;
    problem := case
        when e.id is null then 'not_found'
        when dishonest_next(e, 'deposit', caller) is null then 'state_conflict'
        when d.kind is distinct from 'dishonesty' or d.firm_id <> e.firm_id or d.state not in ('due', 'paid') then 'dishonest_deposit_unfit'
        when exists (select from deposits t where t.district_code = e.district_code and t.id = e.deposit_id and t.state in ('due', 'paid')) then 'dishonest_secured_already'
        end;
    if problem is null then
        n.deposit_id := d.id;
        n.state := dishonest_weighed(n);
        perform dishonest_keep(e, n, moment);
    end if;
end $$;

-- A deposit was paid, given back, forfeited or cancelled, and its row is locked: what that makes of the entry that it secures.
create or replace function dishonest_deposit_moved(deposit uuid, moment timestamptz) returns void language plpgsql volatile as $$
declare
    e dishonest_entries;
    n dishonest_entries;
begin
    select t.* into e from dishonest_entries t where t.district_code = current_district() and t.deposit_id = deposit for update;
    n := e;
    n.state := dishonest_weighed(e);
    if n.state <> e.state then
        -- Whose deposit is gone has not kept the guarantee: what was reported before is no report of what comes next.
        if e.state = 'conditional' then
            n.rectified_on := null;
            n.rectification := null;
            n.rectified_by := null;
        end if;
        perform dishonest_keep(e, n, moment);
    end if;
end $$;

-- Notice to the industry (D20, D21) and the report that things were put right: days from the listing to today.
create or replace function dishonest_record(entry uuid, wanted text, day date, said text, caller text, moment timestamptz, today date, out id uuid, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    e dishonest_entries := dishonest_locked(entry);
    n dishonest_entries := e;
begin
    id := e.id;
    standing := e.state;
    problem := case
        when e.id is null then 'not_found'
        when dishonest_next(e, wanted, caller) is null then 'state_conflict'
        when wanted = 'notice' and e.notice_number is not null then 'dishonest_noticed_already'
        when day > today then 'day_in_the_future'
        when day < e.listed_on then 'dishonest_day_before'
        end;
    if problem is not null then
        return;
    end if;
    if wanted = 'notice' then
        n.noticed_on := day;
        n.notice_number := said;
    else
        n.rectified_on := day;
        n.rectification := said;
        n.rectified_by := current_user_id();
    end if;
    perform dishonest_keep(e, n, moment);
end $$;

-- Removed: effectively rectified, as another reported; annulled: it should not have been, as another than who listed it finds. What is still to be dismissed then is not.
create or replace function dishonest_end(entry uuid, wanted text, said text, caller text, moment timestamptz, today date, out id uuid, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    e dishonest_entries := dishonest_locked(entry);
    n dishonest_entries := e;
begin
    id := e.id;
    standing := e.state;
    n.state := dishonest_next(e, wanted, caller);
    problem := case
        when e.id is null then 'not_found'
        when n.state is null then 'state_conflict'
        when wanted = 'remove' and e.rectified_on is null then 'dishonest_not_rectified'
        when case wanted when 'remove' then e.rectified_by else e.decided_by end = current_user_id() then 'separation_of_duties'
        end;
    if problem is null then
        n.ended_on := today;
        n.end_reason := said;
        n.ended_by := current_user_id();
        perform dishonest_keep(e, n, moment);
        update dismissal_orders o set state = 'withdrawn', ended_on = today, ended_by = current_user_id(), version = o.version + 1, updated_at = moment
        where o.district_code = e.district_code and o.entry_id = e.id and o.state = 'ordered';
    end if;
end $$;

create or replace function dismissal_end(dismissal uuid, outcome text, day date, paper text, said text, moment timestamptz, today date, out id uuid, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    o dismissal_orders;
    e dishonest_entries;
    n dishonest_entries;
begin
    e := dishonest_locked((select t.entry_id from dismissal_orders t where t.district_code = current_district() and t.id = dismissal));
    select t.* into o from dismissal_orders t
    where t.district_code = current_district() and t.id = dismissal and t.street_code = coalesce(current_street(), t.street_code)
      and t.community_code = coalesce(current_community(), t.community_code) for update;
    id := o.id;
    standing := o.state;
    problem := case
        when o.id is null then 'not_found'
        when o.state <> 'ordered' then 'state_conflict'
        when day > today then 'day_in_the_future'
        when day < o.ordered_on then 'dishonest_day_before'
        when outcome = 'executed' and paper is null then 'dismissal_document_missing'
        when outcome = 'overtaken' and exists (
            select from contracts c
            where c.district_code = o.district_code and c.id = o.contract_id and c.terminated_on is null
              and contract_state(c.state, c.service_start, c.end_date, c.terminated_on, today, 0) in ('filed', 'active', 'expiring')) then 'dismissal_contract_goes_on'
        end;
    if problem is not null then
        return;
    end if;
    update dismissal_orders t set state = outcome, ended_on = day, document = paper, note = said, ended_by = current_user_id(), version = t.version + 1, updated_at = moment
    where t.district_code = o.district_code and t.id = o.id;
    if not exists (select from dismissal_orders t where t.district_code = e.district_code and t.entry_id = e.id and t.state = 'ordered') then
        n := e;
        n.state := dishonest_next(e, 'dismiss', '');
        perform dishonest_keep(e, n, moment);
    end if;
end $$;

create or replace function dishonest_refer(new_id uuid, entry uuid, body jsonb, caller text, moment timestamptz, today date, out id uuid, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    e dishonest_entries := dishonest_locked(entry);
    r dishonest_referrals := jsonb_populate_record(null::dishonest_referrals, jsonb_strip_nulls(body));
begin
    standing := e.state;
    problem := case
        when e.id is null then 'not_found'
        when dishonest_next(e, 'refer', caller) is null then 'state_conflict'
        when r.sent_on > today then 'day_in_the_future'
        when r.sent_on < e.listed_on then 'dishonest_day_before'
        end;
    if problem is null then
        insert into dishonest_referrals (district_code, id, entry_id, firm_id, request, reason, number, sent_on, created_by, created_at, updated_at)
        values (e.district_code, new_id, e.id, e.firm_id, r.request, r.reason, r.number, r.sent_on, current_user_id(), moment, moment);
        id := new_id;
    end if;
end $$;

create or replace function dishonest_referral_change(referral uuid, changes jsonb, known integer, moment timestamptz, today date, out id uuid, out problem text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    r dishonest_referrals;
    n dishonest_referrals;
begin
    select t.* into r from dishonest_referrals t where t.district_code = current_district() and t.id = referral for update;
    id := r.id;
    n := jsonb_populate_record(r, changes);
    problem := case
        when r.id is null then 'not_found'
        when r.version <> known then 'precondition_failed'
        when greatest(n.answered_on, n.city_reported_on, n.city_answered_on) > today then 'day_in_the_future'
        when (n.answered_on is null) <> (n.result is null) or (n.city_answered_on is null) <> (n.city_result is null) or n.city_answered_on is not null and n.city_reported_on is null
            then 'referral_incomplete'
        when least(n.answered_on, n.city_reported_on) < r.sent_on or n.city_answered_on < n.city_reported_on then 'dishonest_day_before'
        end;
    if problem is null then
        update dishonest_referrals t set answered_on = n.answered_on, result = n.result, answer = n.answer, city_reported_on = n.city_reported_on, city_answered_on = n.city_answered_on,
            city_result = n.city_result, version = t.version + 1, updated_at = greatest(moment, t.updated_at + interval '1 microsecond')
        where t.district_code = r.district_code and t.id = r.id;
    end if;
end $$;

revoke all on function dishonest_keep(dishonest_entries, dishonest_entries, timestamptz), dishonest_locked(uuid), dishonest_next(dishonest_entries, text, text), dishonest_weighed(dishonest_entries),
    dishonest_make(uuid, jsonb, text, timestamptz), dismissal_executor(uuid, date), dishonest_dismissals(dishonest_entries, timestamptz, date), dishonest_decide(uuid, text, text, text, timestamptz, date),
    dishonest_guarantee(uuid, text, date, text, text, timestamptz, date), dishonest_secure(uuid, uuid, text, timestamptz), dishonest_deposit_moved(uuid, timestamptz),
    dishonest_record(uuid, text, date, text, text, timestamptz, date), dishonest_end(uuid, text, text, text, timestamptz, date),
    dismissal_end(uuid, text, date, text, text, timestamptz, date), dishonest_refer(uuid, uuid, jsonb, text, timestamptz, date),
    dishonest_referral_change(uuid, jsonb, integer, timestamptz, date) from public;
grant execute on function dismissal_executor(uuid, date) to wuye_district, wuye_street, wuye_community, wuye_company;
grant execute on function dishonest_make(uuid, jsonb, text, timestamptz) to wuye_district, wuye_street;
grant execute on function dishonest_decide(uuid, text, text, text, timestamptz, date), dishonest_secure(uuid, uuid, text, timestamptz), dishonest_end(uuid, text, text, text, timestamptz, date),
    dishonest_refer(uuid, uuid, jsonb, text, timestamptz, date), dishonest_referral_change(uuid, jsonb, integer, timestamptz, date) to wuye_district;
grant execute on function dishonest_guarantee(uuid, text, date, text, text, timestamptz, date) to wuye_district, wuye_company;
grant execute on function dishonest_record(uuid, text, date, text, text, timestamptz, date) to wuye_district, wuye_street, wuye_company;
grant execute on function dismissal_end(uuid, text, date, text, text, timestamptz, date) to wuye_district, wuye_street, wuye_community;

reset role;
