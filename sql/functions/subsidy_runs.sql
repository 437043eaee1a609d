-- Monthly runs of a subsidy, from a draft to the last payment.
--
-- No role writes in their tables: these functions do, as the owner, and each is granted to the role whose move it is. All that concerns a month of a scheme is ordered by the row of its
-- regular run, which is locked first, then that of the run itself, then the streets', then the books (money_post). So whoever acts sees what the one before left.
set role wuye_owner;

-- Locks a run of the caller's district, after the regular run of its month.
create or replace function subsidy_run_locked(run uuid) returns subsidy_runs language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    held subsidy_runs;
begin
    perform from subsidy_runs r
    where r.district_code = current_district() and r.kind = 'regular'
      and (r.scheme_id, r.month) = (select o.scheme_id, o.month from subsidy_runs o where o.district_code = current_district() and o.id = run)
    order by r.id for no key update;
    select r.* into held from subsidy_runs r where r.district_code = current_district() and r.id = run for no key update;
    return held;
end $$;

-- How far a state is from the beginning.
create or replace function subsidy_run_rank(state text) returns integer language sql immutable parallel safe as $$
    select array_position(array['draft', 'calculated', 'district_approved', 'paid_to_street', 'street_assessed', 'paid_to_firm', 'closed'], state)
$$;

-- The state from which a move is not possible, or null: it is.
create or replace function subsidy_run_stands(whose text, state text, wanted text) returns text language sql stable parallel safe as $$
    select case when not exists (select from subsidy_run_transitions t where t.of = whose and t.from_state = state and t.action = wanted) then state end
$$;

create or replace function subsidy_run_next(state text, wanted text) returns text language sql stable parallel safe as $$
    select t.to_state from subsidy_run_transitions t where t.from_state = state and t.action = wanted
$$;

-- The run stands where the last of its streets stands.
create or replace function subsidy_run_follow(run uuid, moment timestamptz) returns void language sql volatile as $$
    update subsidy_runs r set state = s.state, closed_at = case when s.state = 'closed' then moment end, version = r.version + 1, updated_at = greatest(moment, r.updated_at)
    from (select o.state from subsidy_run_streets o where o.district_code = current_district() and o.run_id = run order by subsidy_run_rank(o.state) limit 1) s
    where r.district_code = current_district() and r.id = run
$$;

create or replace function subsidy_run_create(made uuid, scheme uuid, first_day date, corrected uuid, why text, as_of date, moment timestamptz, today date)
returns table (id uuid, problem text, standing text) language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    base subsidy_runs;
begin
    if corrected is not null then
        base := subsidy_run_locked(corrected);
        problem := case
            when num_nonnulls(scheme, first_day) > 0 or why is null then 'subsidy_run_incomplete'
            when base.id is null then 'subsidy_run_unknown'
            when coalesce(subsidy_run_rank(base.state) < subsidy_run_rank('paid_to_street'), true) then 'state_conflict'
            when as_of not between base.month and today then 'registers_day_misfit'
            end;
    else
        problem := case
            when num_nulls(scheme, first_day) > 0 or num_nonnulls(why, as_of) > 0 then 'subsidy_run_incomplete'
            when not exists (select from subsidy_schemes s where s.district_code = current_district() and s.id = scheme and s.state = 'published') then 'subsidy_scheme_unknown'
            when not exists (select from subsidy_rates(scheme, first_day)) then 'month_outside_scheme'
            when first_day > today then 'month_not_begun'
            end;
    end if;
    if problem is null then
        insert into subsidy_runs (district_code, id, scheme_id, month, kind, adjusts_id, reason, registers_on, created_by, created_at, updated_at)
        values (current_district(), made, coalesce(base.scheme_id, scheme), coalesce(base.month, first_day), case when base.id is null then 'regular' else 'adjusting' end, base.id, why, as_of,
                current_user_id(), moment, moment);
    end if;
    return query select made, problem, case when problem = 'state_conflict' then base.state end;
end $$;

-- As often as wanted before the approval: all lines are made anew, in one transaction.
create or replace function subsidy_run_calculate(run uuid, moment timestamptz, today date) returns table (id uuid, problem text, standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    r subsidy_runs := subsidy_run_locked(run);
    as_of date := coalesce(r.registers_on, case r.kind when 'regular' then r.month else today end);
begin
    if r.id is null then
        return;
    end if;
    standing := subsidy_run_stands('run', r.state, 'calculate');
    problem := case when standing is not null then 'state_conflict' end;
    if problem is null then
        delete from subsidy_run_firms f where f.district_code = r.district_code and f.run_id = r.id;
        delete from subsidy_run_streets s where s.district_code = r.district_code and s.run_id = r.id;
        delete from subsidy_run_lines l where l.district_code = r.district_code and l.run_id = r.id;
        if r.kind = 'regular' then
            perform subsidy_run_lines_regular(r, as_of);
        else
            perform subsidy_run_lines_adjusting(r, as_of);
        end if;
        perform subsidy_run_sums(r);
        update subsidy_runs o set state = subsidy_run_next(r.state, 'calculate'), calculated_on = as_of, calculated_by = current_user_id(), calculated_at = moment,
            remainder = (select s.document ->> 'remainder' from subsidy_schemes s where s.district_code = r.district_code and s.id = r.scheme_id),
            version = r.version + 1, updated_at = greatest(moment, r.updated_at)
        where o.district_code = r.district_code and o.id = r.id;
    end if;
    return query select r.id, problem, standing;
end $$;

-- seen: the version that was looked at, so that nobody approves what was calculated anew meanwhile. Neither whoever drafted it does, whose reasons a correction is for. A street that gets nothing, or that is to give back, waits for no payment.
create or replace function subsidy_run_approve(run uuid, seen integer, moment timestamptz) returns table (id uuid, problem text, standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    r subsidy_runs := subsidy_run_locked(run);
begin
    if r.id is null then
        return;
    end if;
    standing := subsidy_run_stands('run', r.state, 'approve');
    problem := case
        when standing is not null then 'state_conflict'
        when current_user_id() in (r.created_by, r.calculated_by) then 'separation_of_duties'
        when r.version <> seen then 'subsidy_run_changed'
        when not exists (select from subsidy_run_streets s where s.district_code = r.district_code and s.run_id = r.id) then 'subsidy_run_empty'
        end;
    if problem is null then
        update subsidy_run_streets s set state = case when s.payable > 0 then 'district_approved' else 'paid_to_street' end where s.district_code = r.district_code and s.run_id = r.id;
        update subsidy_runs o set approved_by = current_user_id(), approved_at = moment, updated_at = o.updated_at where o.district_code = r.district_code and o.id = r.id;
        perform subsidy_run_follow(r.id, moment);
    end if;
    return query select r.id, problem, standing;
end $$;

-- Before any payment: a street that was paid stands in the way.
create or replace function subsidy_run_void(run uuid, why text, moment timestamptz) returns table (id uuid, problem text, standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    r subsidy_runs := subsidy_run_locked(run);
begin
    if r.id is null then
        return;
    end if;
    standing := coalesce(subsidy_run_stands('run', r.state, 'void'), (
        select s.state from subsidy_run_streets s where s.district_code = r.district_code and s.run_id = r.id and num_nonnulls(s.paid_at, s.assessed_at) > 0 order by subsidy_run_rank(s.state) desc limit 1));
    problem := case when standing is not null then 'state_conflict' end;
    if problem is null then
        update subsidy_run_streets s set state = 'void' where s.district_code = r.district_code and s.run_id = r.id;
        update subsidy_runs o set state = 'void', void_reason = why, voided_by = current_user_id(), voided_at = moment, version = r.version + 1, updated_at = greatest(moment, r.updated_at)
        where o.district_code = r.district_code and o.id = r.id;
    end if;
    return query select r.id, problem, standing;
end $$;

-- A day of the bank's: not before what it pays was decided, and come.
create or replace function subsidy_booked_wrong(booked date, decided timestamptz, today date) returns text language sql stable as $$
    select case when booked > today then 'day_in_the_future' when booked < (decided at time zone 'Asia/Shanghai')::date then 'subsidy_booked_too_early' end
$$;

create or replace function subsidy_run_pay_streets(run uuid, booked date, payments jsonb, moment timestamptz, today date) returns table (id uuid, problem text, standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    r subsidy_runs := subsidy_run_locked(run);
    asked integer := jsonb_array_length(payments);
    there integer;
    known integer;
    posted money_line[];
begin
    if r.id is null then
        return;
    end if;
    perform from subsidy_run_streets s where s.district_code = r.district_code and s.run_id = r.id order by s.street_code for no key update;
    select count(distinct p.street_code), count(distinct s.street_code), max(subsidy_run_stands('street', s.state, 'pay_streets')),
           array_agg(row(s.street_code, 'street', s.street_code, 'treasury', '', s.payable, s.street_code, null, p.bank_reference, null)::money_line order by s.street_code)
    into there, known, standing, posted
    from jsonb_to_recordset(payments) p (street_code text, bank_reference text)
    left join subsidy_run_streets s on s.district_code = r.district_code and s.run_id = r.id and s.street_code = p.street_code;
    standing := case when r.approved_at is null or r.state = 'void' then r.state else standing end;
    problem := case
        when standing is not null then 'state_conflict'
        when r.calculated_by = current_user_id() then 'separation_of_duties'
        when there < asked then 'payments_repeat'
        when known < there then 'subsidy_street_unknown'
        else subsidy_booked_wrong(booked, r.approved_at, today) end;
    if problem is null then
        problem := money_post('subsidy_run', r.id, 'leg1', 'scheme', r.scheme_id, booked, moment, posted);
    end if;
    if problem is null then
        update subsidy_run_streets s set state = subsidy_run_next(s.state, 'pay_streets'), paid_by = current_user_id(), paid_at = moment
        where s.district_code = r.district_code and s.run_id = r.id and s.street_code in (select l.street_code from unnest(posted) l);
        perform subsidy_run_follow(r.id, moment);
    end if;
    return query select r.id, problem, standing;
end $$;

-- The month's scores become coefficients, and these leg 2, when the month is over: what is assessed on its last day counts. An earlier run of the month is done first, so that what it handed on is known.
create or replace function subsidy_run_assess(run uuid, street text, moment timestamptz) returns table (id uuid, problem text, standing text, faults jsonb)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    r subsidy_runs := subsidy_run_locked(run);
    s subsidy_run_streets;
begin
    select t.* into s from subsidy_run_streets t
    where t.district_code = r.district_code and t.run_id = r.id and t.street_code = street and t.street_code = current_street() for no key update;
    if s.run_id is null then
        return;
    end if;
    standing := subsidy_run_stands('street', s.state, 'assess');
    if standing is not null then
        return query select r.id, 'state_conflict', standing, faults;
        return;
    end if;
    if (moment at time zone 'Asia/Shanghai')::date < r.month + interval '1 month' then
        return query select r.id, 'month_not_over', standing, faults;
        return;
    end if;
    if exists (select from subsidy_runs o
               join subsidy_run_streets t on t.district_code = o.district_code and t.run_id = o.id
               where o.district_code = r.district_code and o.scheme_id = r.scheme_id and o.month = r.month and o.created_at < r.created_at and t.street_code = s.street_code
                 and t.state not in ('paid_to_firm', 'closed', 'void')) then
        return query select r.id, 'earlier_run_open', standing, faults;
        return;
    end if;
    faults := subsidy_run_unassessed(r, s.street_code);
    if faults is not null then
        return query select r.id, 'assessment_missing', standing, faults;
        return;
    end if;
    perform subsidy_run_leg_2(r, s.street_code);
    -- A score may be withdrawn between the look at them and their use.
    if exists (select from subsidy_run_lines l where l.district_code = r.district_code and l.run_id = r.id and l.street_code = s.street_code and l.firm_id is not null and l.total_amount > 0
               and l.coefficient is null) then
        raise exception using errcode = 'WU001', message = 'assessment_missing';
    end if;
    update subsidy_run_streets t set assessed_by = current_user_id(), assessed_at = moment,
        paid_amount = coalesce((select sum(f.paid_amount) from subsidy_run_firms f where f.district_code = r.district_code and f.run_id = r.id and f.street_code = s.street_code), 0),
        state = case when exists (select from subsidy_run_firms f where f.district_code = r.district_code and f.run_id = r.id and f.street_code = s.street_code and f.paid_amount <> 0)
                     then subsidy_run_next(t.state, 'assess') else 'paid_to_firm' end
    where t.district_code = r.district_code and t.run_id = r.id and t.street_code = s.street_code;
    perform subsidy_run_follow(r.id, moment);
    return query select r.id, problem, standing, faults;
end $$;

-- Estates of a street whose firm has no score that gives a coefficient, where the scheme does not say what then: the first of them, the list of lines has them all.
create or replace function subsidy_run_unassessed(r subsidy_runs, street text) returns jsonb language sql stable set enable_nestloop = off as $$
    select jsonb_agg(jsonb_build_object('pointer', '', 'code', 'assessment_missing',
        'zh', format('小区“%s”（%s）当月没有对企业“%s”的已确认考核得分', l.estate_name, l.estate_code, f.name),
        'en', format('Estate %s (%s) has no confirmed assessment of firm %s in the month', l.estate_name, l.estate_code, f.name))
        order by l.number)
    from (
        select l.*
        from subsidy_run_lines l
        left join subsidy_street_coefficients(r, street) k on k.estate_id = l.estate_id and k.firm_id = l.firm_id
        where l.district_code = r.district_code and l.run_id = r.id and l.street_code = street and l.firm_id is not null and l.total_amount > 0
          and coalesce(k.coefficient, case when k.score is null then (select subsidy_coefficient(r.scheme_id, null)) end) is null
        order by l.number
        limit 50
    ) l
    join firms f on f.district_code = l.district_code and f.id = l.firm_id
$$;

create or replace function subsidy_run_leg_2(r subsidy_runs, street text) returns void language sql volatile set enable_nestloop = off as $$
    with assessed as (
        select l.number, k.score, c.coefficient, coalesce(h.paid_amount, 0) as had, coalesce(round(l.total_amount * c.coefficient, 2), 0) as total
        from subsidy_run_lines l
        left join subsidy_street_coefficients(r, street) k on k.estate_id = l.estate_id and k.firm_id = l.firm_id
        left join subsidy_month_had(r.id, r.scheme_id, r.month) h on r.kind = 'adjusting' and h.estate_id = l.estate_id and h.street_code = l.street_code and h.firm_id = l.firm_id
        cross join lateral (select case when l.firm_id is not null then coalesce(k.coefficient, (select subsidy_coefficient(r.scheme_id, null))) end as coefficient) c
        where l.district_code = r.district_code and l.run_id = r.id and l.street_code = street
    )
    update subsidy_run_lines l set score = a.score, coefficient = a.coefficient, total_paid = a.total, had_paid = a.had, paid_amount = a.total - a.had
    from assessed a
    where l.district_code = r.district_code and l.run_id = r.id and l.street_code = street and l.number = a.number;
    update subsidy_run_firms f set paid_amount = t.paid_amount
    from (select l.firm_id, sum(l.paid_amount) as paid_amount from subsidy_run_lines l
          where l.district_code = r.district_code and l.run_id = r.id and l.street_code = street and l.firm_id is not null group by l.firm_id) t
    where f.district_code = r.district_code and f.run_id = r.id and f.street_code = street and f.firm_id = t.firm_id
$$;

-- A firm whose sum is negative gives back. No day of the bank's is before the money was there. The street is done when every firm that has a sum is.
create or replace function subsidy_run_pay_firms(run uuid, street text, booked date, payments jsonb, moment timestamptz, today date) returns table (id uuid, problem text, standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    r subsidy_runs := subsidy_run_locked(run);
    s subsidy_run_streets;
    there integer;
    known integer;
    paid boolean;
    posted money_line[];
begin
    select t.* into s from subsidy_run_streets t
    where t.district_code = r.district_code and t.run_id = r.id and t.street_code = street and t.street_code = current_street() for no key update;
    if s.run_id is null then
        return;
    end if;
    select count(distinct p.firm_id), count(distinct f.firm_id), bool_or(f.paid_at is not null),
           array_agg(case when f.paid_amount > 0
               then row(concat(s.street_code, ':', f.firm_id), 'firm', f.firm_id::text, 'street', s.street_code, f.paid_amount, s.street_code, f.firm_id, p.bank_reference, null)::money_line
               else row(concat(s.street_code, ':', f.firm_id), 'street', s.street_code, 'firm', f.firm_id::text, -f.paid_amount, s.street_code, f.firm_id, p.bank_reference, null)::money_line end)
    into there, known, paid, posted
    from jsonb_to_recordset(payments) p (firm_id uuid, bank_reference text)
    left join subsidy_run_firms f on f.district_code = r.district_code and f.run_id = r.id and f.street_code = s.street_code and f.firm_id = p.firm_id and f.paid_amount <> 0;
    standing := coalesce(subsidy_run_stands('street', s.state, 'pay_firms'), case when paid then 'paid_to_firm' end);
    problem := case
        when standing is not null then 'state_conflict'
        when s.assessed_by = current_user_id() then 'separation_of_duties'
        when there < jsonb_array_length(payments) then 'payments_repeat'
        when known < there then 'subsidy_firm_unknown'
        else subsidy_booked_wrong(booked, s.assessed_at, today) end;
    if problem is null then
        problem := money_post('subsidy_run', r.id, 'leg2', 'scheme', r.scheme_id, booked, moment, posted);
    end if;
    if problem is null and subsidy_street_overdrawn(r.scheme_id, s.street_code, booked) then
        raise exception using errcode = 'WU001', message = 'money_insufficient';
    end if;
    if problem is null then
        update subsidy_run_firms f set paid_by = current_user_id(), paid_at = moment
        where f.district_code = r.district_code and f.run_id = r.id and f.street_code = s.street_code and f.firm_id in (select l.firm_id from unnest(posted) l);
        update subsidy_run_streets t set state = subsidy_run_next(t.state, 'pay_firms')
        where t.district_code = r.district_code and t.run_id = r.id and t.street_code = s.street_code
          and not exists (select from subsidy_run_firms f where f.district_code = t.district_code and f.run_id = t.run_id and f.street_code = t.street_code and f.paid_amount <> 0 and f.paid_at is null);
        perform subsidy_run_follow(r.id, moment);
    end if;
    return query select r.id, problem, standing;
end $$;

-- What each street gives back when it is closed: what it owes of leg 1, and of what the month left it as the scheme says.
create or replace function subsidy_run_left(r subsidy_runs) returns table (street_code text, state text, owed numeric, remainder numeric) language sql stable as $$
    select s.street_code, s.state, greatest(-s.payable, 0), case r.remainder when 'returned' then greatest(m.held, 0) else 0 end
    from subsidy_run_streets s
    cross join lateral (
        select coalesce(sum(t.payable - coalesce(t.paid_amount, 0) - coalesce(t.returned, 0)), 0) as held
        from subsidy_runs o
        join subsidy_run_streets t on t.district_code = o.district_code and t.run_id = o.id
        where o.district_code = r.district_code and o.scheme_id = r.scheme_id and o.month = r.month and o.state <> 'void' and t.street_code = s.street_code
    ) m
    where s.district_code = r.district_code and s.run_id = r.id
$$;

-- streets null: all that have paid their firms. As long as the month is being corrected nobody returns what the correction may need, and nothing is given back before it was there.
create or replace function subsidy_run_close(run uuid, booked date, payments jsonb, moment timestamptz, today date) returns table (id uuid, problem text, standing text, faults jsonb)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    r subsidy_runs := subsidy_run_locked(run);
    there integer;
    known integer;
    closing text[];
    owed money_line[];
    remains money_line[];
begin
    if r.id is null then
        return;
    end if;
    perform from subsidy_run_streets s where s.district_code = r.district_code and s.run_id = r.id order by s.street_code for no key update;
    select count(*), count(distinct l.street_code), max(subsidy_run_stands('street', l.state, 'close')), array_agg(l.street_code),
           array_agg(row(l.street_code, 'treasury', '', 'street', l.street_code, l.owed, l.street_code, null, p.bank_reference, null)::money_line),
           array_agg(row(l.street_code, 'treasury', '', 'street', l.street_code, l.remainder, l.street_code, null, p.bank_reference, null)::money_line),
           jsonb_agg(jsonb_build_object('pointer', '/streets', 'code', 'bank_reference_missing', 'zh', format('街道%s须退回%s元，应填写银行流水号', l.street_code, l.owed + l.remainder),
                                        'en', format('Street %s gives back %s yuan: name the bank reference', l.street_code, l.owed + l.remainder)) order by l.street_code)
               filter (where l.owed + l.remainder > 0 and p.bank_reference is null)
    into there, known, standing, closing, owed, remains, faults
    from subsidy_run_left(r) l
    full join jsonb_to_recordset(payments) p (street_code text, bank_reference text) on p.street_code = l.street_code
    where case when payments is null then l.state = 'paid_to_firm' else p.street_code is not null end;
    standing := case when r.approved_at is null or r.state in ('void', 'closed') or there = 0 then r.state else standing end;
    problem := case
        when standing is not null then 'state_conflict'
        when r.calculated_by = current_user_id() then 'separation_of_duties'
        when payments is not null and (select count(distinct p.street_code) from jsonb_to_recordset(payments) p (street_code text)) < jsonb_array_length(payments) then 'payments_repeat'
        when known < there then 'subsidy_street_unknown'
        when r.kind = 'regular' and exists (select from subsidy_runs o where o.district_code = r.district_code and o.scheme_id = r.scheme_id and o.month = r.month and o.kind = 'adjusting'
                                              and o.state not in ('closed', 'void')) then 'adjusting_run_open'
        when faults is not null then 'bank_reference_missing'
        when booked < (select max(p.booked_on)
                       from subsidy_runs o
                       join money_postings p on p.district_code = o.district_code and p.cause_kind = 'subsidy_run' and p.cause_id = o.id
                       where o.district_code = r.district_code and o.scheme_id = r.scheme_id and o.month = r.month
                         and p.street_code in (select l.street_code from unnest(owed || remains) l where l.amount > 0)) then 'subsidy_booked_too_early'
        else subsidy_booked_wrong(booked, r.approved_at, today) end;
    if problem is distinct from 'bank_reference_missing' then
        faults := null;
    end if;
    if problem is null then
        problem := money_post('subsidy_run', r.id, 'leg1', 'scheme', r.scheme_id, booked, moment, owed);
    end if;
    -- The first is posted by now, so a refusal of the second takes it back.
    if problem is null and money_post('subsidy_run', r.id, 'remainder', 'scheme', r.scheme_id, booked, moment, remains) is not null then
        raise exception using errcode = 'WU001', message = 'money_insufficient';
    end if;
    if problem is null then
        update subsidy_run_streets s set state = subsidy_run_next(s.state, 'close'), returned = (select l.amount from unnest(remains) l where l.street_code = s.street_code),
            closed_by = current_user_id(), closed_at = moment
        where s.district_code = r.district_code and s.run_id = r.id and s.street_code = any (closing);
        perform subsidy_run_follow(r.id, moment);
    end if;
    return query select r.id, problem, standing, faults;
end $$;

revoke all on function subsidy_run_locked(uuid), subsidy_run_follow(uuid, timestamptz), subsidy_run_create(uuid, uuid, date, uuid, text, date, timestamptz, date),
    subsidy_run_calculate(uuid, timestamptz, date), subsidy_run_approve(uuid, integer, timestamptz), subsidy_run_void(uuid, text, timestamptz),
    subsidy_run_pay_streets(uuid, date, jsonb, timestamptz, date), subsidy_run_assess(uuid, text, timestamptz), subsidy_run_pay_firms(uuid, text, date, jsonb, timestamptz, date),
    subsidy_run_close(uuid, date, jsonb, timestamptz, date) from public;
grant execute on function subsidy_run_create(uuid, uuid, date, uuid, text, date, timestamptz, date), subsidy_run_calculate(uuid, timestamptz, date),
    subsidy_run_approve(uuid, integer, timestamptz), subsidy_run_void(uuid, text, timestamptz), subsidy_run_pay_streets(uuid, date, jsonb, timestamptz, date),
    subsidy_run_close(uuid, date, jsonb, timestamptz, date) to wuye_district;
grant execute on function subsidy_run_assess(uuid, text, timestamptz), subsidy_run_pay_firms(uuid, text, date, jsonb, timestamptz, date) to wuye_street;

reset role;
