-- Deposits: asked for, paid, given back year by year as assessments say, settled or forfeited. No role writes in the tables: what moves a deposit runs as the owner, locks
-- the deposit's row first, so that two who act at once are ordered, and posts what is paid through money_post(), which keeps more from leaving than is held.
set role wuye_owner;

-- Years of a contract that have begun by its last day, each from an anniversary of its first day; the last one may be short.
create or replace function deposit_years(first_day date, last_day date) returns table (year_no integer, period_from date, period_to date)
language sql immutable parallel safe as $$
    select y.n, (first_day + make_interval(years => y.n - 1))::date, least((first_day + make_interval(years => y.n))::date - 1, last_day)
    from generate_series(1, extract(year from age(last_day, first_day))::integer + 2) y (n)
    where (first_day + make_interval(years => y.n - 1))::date <= last_day
$$;

-- Equal parts cut to the cent; the last takes the cents that are left, so that the sum is the amount.
create or replace function deposit_part(amount numeric, years integer, year_no integer) returns numeric language sql immutable parallel safe as $$
    select (case when year_no < years then div(amount * 100, years) else amount * 100 - (years - 1) * div(amount * 100, years) end / 100)::numeric(16,2)
$$;

create or replace function deposit_ratio(bands jsonb, score numeric) returns numeric language sql immutable parallel safe as $$
    select (b.value ->> 'ratio')::numeric
    from jsonb_array_elements(bands) b (value)
    where score >= (b.value ->> 'low')::numeric and coalesce(score < (b.value ->> 'high')::numeric, true)
    limit 1
$$;

-- G15: what a contract year's assessments come to: of each kind the mean of the contract's estates, then the mean of the kinds by their weights. A short last year is asked
-- for as many as its whole months make due; a kind of which none is due, and there is none, drops out. faults: what is missing by the rule of the terms.
create or replace function deposit_score(contract uuid, firm uuid, terms jsonb, first_day date, last_day date, out scores jsonb, out score numeric, out faults jsonb)
language sql stable security definer set search_path = public, pg_temp as $$
    with year as (
        select least(12, extract(year from age(last_day + 1, first_day)) * 12 + extract(month from age(last_day + 1, first_day)))::integer as months
    ), served as (
        select m.estate_id from contract_estates m where m.district_code = current_district() and m.contract_id = contract
    ), asked as (
        select w.value ->> 'kind' as kind, (w.value ->> 'weight')::numeric as weight, div((w.value ->> 'expected')::integer * y.months, 12)::integer as expected, w.number
        from jsonb_array_elements(terms -> 'assessments') with ordinality w (value, number)
        cross join year y
    ), found as (
        select a.kind, a.weight, a.expected, a.number, min(coalesce(s.assessed, 0)) as assessed, round(avg(s.score), 2) as score
        from asked a
        cross join served e
        left join lateral assessment_scores(firm, e.estate_id, array[a.kind], first_day, last_day) s on true
        group by a.kind, a.weight, a.expected, a.number
    )
    select jsonb_agg(jsonb_build_object('kind', f.kind, 'weight', f.weight::text, 'expected', f.expected, 'assessed', f.assessed, 'score', f.score::text) order by f.number),
        round(sum(f.weight * f.score) / nullif(sum(f.weight) filter (where f.score is not null), 0), 2),
        jsonb_agg(jsonb_build_object('pointer', '', 'code', 'score_missing', 'zh', format('%s：应有 %s 次，实有 %s 次。', c.zh, f.expected, f.assessed),
                                     'en', format('%s: %s of %s.', c.en, f.assessed, f.expected)) order by f.number)
            filter (where f.assessed < f.expected and terms ->> 'missing' = 'refuse' or f.score is null and (select bool_and(o.score is null) from found o))
    from found f
    join codes c on c.list_code = 'evaluation_kind' and c.code = f.kind
$$;

-- What is held of a deposit: what was paid, less what went back. The books say the same.
create or replace function deposit_held(d deposits) returns numeric language sql stable as $$
    select case when d.state = 'paid' then d.amount - coalesce((select sum(i.refunded) from deposit_instalments i
                                                               where i.district_code = d.district_code and i.deposit_id = d.id and i.state = 'refunded'), 0) else 0 end
$$;

-- One pair of the books. Nothing is posted where nothing moves.
create or replace function deposit_post(d deposits, what text, part text, amount numeric, booked date, reference text, moment timestamptz) returns text
language sql volatile as $$
    select money_post('deposit', d.id, what, 'deposit', d.id, booked, moment, array[case what
        when 'receive' then row(part, 'deposit', d.id::text, 'firm', d.firm_id::text, amount, d.street_code, d.firm_id, reference, null)::money_line
        when 'refund' then row(part, 'firm', d.firm_id::text, 'deposit', d.id::text, amount, d.street_code, d.firm_id, reference, null)::money_line
        else row(part, 'treasury', '', 'deposit', d.id::text, amount, d.street_code, d.firm_id, reference, null)::money_line end])
$$;

-- G16, G22. What is refused, or the deposit and its instalments.
create or replace function deposit_make(deposit uuid, wanted text, contract uuid, firm uuid, fixed numeric, decided text, guarantee text, guaranteed date, moment timestamptz, today date,
    out id uuid, out problem text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    terms constant deposit_terms := deposit_terms_held(today);
    part constant jsonb := terms.document -> wanted;
    c contracts;
    owed numeric;
begin
    id := deposit;
    select k.* into c from contracts k where k.district_code = current_district() and k.id = contract for share;
    owed := case wanted when 'performance' then round(c.annual_fee * (part ->> 'rate')::numeric, 2) else fixed end;
    problem := case
        when part is null or not (terms.document ->> 'taken')::boolean then 'deposits_not_taken'
        when wanted = 'performance' and (contract is null or num_nonnulls(firm, fixed, decided, guarantee, guaranteed) > 0)
          or wanted = 'dishonesty' and (contract is not null or num_nulls(firm, fixed, decided) > 0 or (guarantee is null) <> (guaranteed is null)) then 'deposit_incomplete'
        when wanted = 'performance' and (c.id is null or not c.in_force) then 'contract_unknown'
        when wanted = 'dishonesty' and not exists (select from firms f where f.district_code = current_district() and f.id = firm) then 'firm_unknown'
        when wanted = 'performance' and c.end_date is null then 'deposit_contract_open_ended'
        when wanted = 'performance' and (least(c.end_date, c.terminated_on) < today or c.state in ('expired', 'terminated', 'handover', 'refused', 'closed')) then 'deposit_contract_over'
        when guaranteed > today then 'day_in_the_future'
        when coalesce(owed, 0) <= 0 then 'deposit_of_nothing'
        when exists (select from deposits d where d.district_code = current_district() and d.contract_id = contract and d.state <> 'cancelled') then 'deposit_exists'
        end;
    if problem is not null then
        return;
    end if;
    insert into deposits (district_code, id, kind, contract_id, firm_id, street_code, terms_id, legal_basis, decision, annual_fee, rate, amount, years, guarantee_document, guaranteed_on,
                          opened_on, due_on, created_by, created_at, updated_at)
    select terms.district_code, deposit, wanted, contract, coalesce(firm, c.firm_id), case when cardinality(s.streets) = 1 then s.streets[1] end, terms.id, terms.document ->> 'legal_basis',
        decided, c.annual_fee, case when c.id is not null then (part ->> 'rate')::numeric end, owed,
        case when c.id is not null then (select count(*) from deposit_years(c.service_start, c.end_date)) end, guarantee, guaranteed,
        today, today + (part ->> 'due_days')::integer, current_user_id(), moment, moment
    from (select contract_streets(contract) as streets) s;
    insert into deposit_instalments (district_code, deposit_id, year_no, period_from, period_to, due_on, nominal)
    select d.district_code, d.id, y.year_no, y.period_from, y.period_to, y.period_to + 1, deposit_part(d.amount, d.years, y.year_no)
    from deposits d
    cross join lateral deposit_years(c.service_start, c.end_date) y
    where d.district_code = current_district() and d.id = deposit and d.kind = 'performance';
end $$;

create or replace function deposit_receive(deposit uuid, booked date, reference text, guarantee text, guaranteed date, moment timestamptz, today date, out id uuid, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    d deposits;
    next_state text;
begin
    select t.* into d from deposits t where t.district_code = current_district() and t.id = deposit for update;
    select t.to_state into next_state from deposit_transitions t where t.thing = 'deposit' and t.from_state = d.state and t.action = 'receive';
    id := d.id;
    standing := d.state;
    problem := case
        when d.id is null then 'not_found'
        when next_state is null then 'state_conflict'
        when booked > today or guaranteed > today then 'day_in_the_future'
        when booked < d.opened_on then 'deposit_booked_too_early'
        when (guarantee is null) <> (guaranteed is null) or guarantee is not null and (d.kind <> 'dishonesty' or d.guarantee_document is not null) then 'deposit_guarantee_misfit'
        when d.kind = 'dishonesty' and guarantee is null and d.guarantee_document is null then 'deposit_guarantee_missing'
        end;
    problem := coalesce(problem, deposit_post(d, 'receive', '', d.amount, booked, reference, moment));
    if problem is null then
        update deposits t set state = next_state, received_on = booked, bank_reference = reference, received_by = current_user_id(),
            guarantee_document = coalesce(d.guarantee_document, guarantee), guaranteed_on = coalesce(d.guaranteed_on, guaranteed), version = d.version + 1, updated_at = moment
        where t.district_code = d.district_code and t.id = d.id;
        perform dishonest_deposit_moved(d.id, moment);
    end if;
end $$;

-- The caller sees the deposit: the statement asks first, by row security. What comes out is what the terms of the deposit say of the scores; nobody sets it.
create or replace function deposit_assess(deposit uuid, year integer, moment timestamptz, today date, out id uuid, out problem text, out standing text, out faults jsonb)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    d deposits;
    i deposit_instalments;
    ended date;
    terms jsonb;
    judged record;
    share numeric;
    back numeric;
begin
    select t.* into d from deposits t where t.district_code = current_district() and t.id = deposit for update;
    select t.* into i from deposit_instalments t where t.district_code = d.district_code and t.deposit_id = d.id and t.year_no = year;
    select c.terminated_on into ended from contracts c where c.district_code = d.district_code and c.id = d.contract_id;
    select t.document -> 'performance' into terms from deposit_terms t where t.district_code = d.district_code and t.id = d.terms_id;
    id := d.id;
    standing := case when d.state = 'paid' then i.state else d.state end;
    problem := case
        when i.year_no is null then 'not_found'
        when d.state <> 'paid' or not exists (select from deposit_transitions t where t.thing = 'instalment' and t.from_state = i.state and t.action = 'assess') then 'state_conflict'
        when ended < i.period_to then 'deposit_contract_over'
        when i.due_on > today then 'instalment_not_due'
        end;
    if problem is not null then
        return;
    end if;
    select s.* into judged from deposit_score(d.contract_id, d.firm_id, terms, i.period_from, i.period_to) s;
    faults := judged.faults;
    share := deposit_ratio(terms -> 'bands', judged.score);
    problem := case when faults is not null or share is null then 'scores_missing' end;
    if problem is not null then
        return;
    end if;
    back := round(i.nominal * share, 2);
    update deposit_instalments t set state = case when back > 0 then 'assessed' else 'withheld' end, scores = judged.scores, score = judged.score, ratio = share, refunded = back,
        withheld = i.nominal - back, withheld_reason = case when back < i.nominal or back = 0 then 'assessment' end, assessed_by = current_user_id(), assessed_on = today
    where t.district_code = d.district_code and t.deposit_id = d.id and t.year_no = year;
    update deposits t set version = d.version + 1, updated_at = moment where t.district_code = d.district_code and t.id = d.id;
end $$;

create or replace function deposit_refund(deposit uuid, year integer, booked date, reference text, moment timestamptz, today date, out id uuid, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    d deposits;
    i deposit_instalments;
    next_state text;
begin
    select t.* into d from deposits t where t.district_code = current_district() and t.id = deposit for update;
    select t.* into i from deposit_instalments t where t.district_code = d.district_code and t.deposit_id = d.id and t.year_no = year;
    select t.to_state into next_state from deposit_transitions t where t.thing = 'instalment' and t.from_state = i.state and t.action = 'refund';
    id := d.id;
    standing := case when d.state = 'paid' then i.state else d.state end;
    problem := case
        when i.year_no is null then 'not_found'
        when d.state <> 'paid' or next_state is null then 'state_conflict'
        when i.assessed_by = current_user_id() then 'separation_of_duties'
        when booked > today then 'day_in_the_future'
        when booked < i.assessed_on then 'deposit_booked_too_early'
        end;
    problem := coalesce(problem, deposit_post(d, 'refund', year::text, i.refunded, booked, reference, moment));
    if problem is null then
        update deposit_instalments t set state = next_state, refunded_by = current_user_id(), refunded_on = booked, bank_reference = reference
        where t.district_code = d.district_code and t.deposit_id = d.id and t.year_no = year;
        update deposits t set version = d.version + 1, updated_at = moment where t.district_code = d.district_code and t.id = d.id;
    end if;
end $$;

-- The end of a deposit: cancelled before payment; settled, what is held being given back as far as is decided and forfeited for the rest; or forfeited. Whoever asked for it
-- or assessed a part of it does not decide on what is held. Parts not yet assessed are settled only once the contract is over; one that is assessed is paid out first.
create or replace function deposit_end(deposit uuid, wanted text, back numeric, said text, document text, booked date, reference text, moment timestamptz, today date,
    out id uuid, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    d deposits;
    next_state text;
    held numeric;
begin
    select t.* into d from deposits t where t.district_code = current_district() and t.id = deposit for update;
    select t.to_state into next_state from deposit_transitions t where t.thing = 'deposit' and t.from_state = d.state and t.action = wanted;
    id := d.id;
    standing := d.state;
    held := deposit_held(d);
    problem := case
        when d.id is null then 'not_found'
        when next_state is null then 'state_conflict'
        when wanted <> 'cancel' and (d.created_by = current_user_id() or exists (select from deposit_instalments i where i.district_code = d.district_code and i.deposit_id = d.id
                                                                                 and i.assessed_by = current_user_id())) then 'separation_of_duties'
        when booked > today then 'day_in_the_future'
        when booked < greatest(d.received_on, (select max(i.refunded_on) from deposit_instalments i where i.district_code = d.district_code and i.deposit_id = d.id))
            then 'deposit_booked_too_early'
        when wanted = 'settle' and exists (
            select from deposit_instalments i
            left join contracts c on c.district_code = d.district_code and c.id = d.contract_id
            where i.district_code = d.district_code and i.deposit_id = d.id
              and (i.state = 'assessed' or i.state = 'scheduled' and coalesce(c.terminated_on > today, true) and c.end_date >= today)) then 'instalments_open'
        when back > held then 'deposit_beyond_held'
        when back > 0 and reference is null then 'deposit_reference_missing'
        end;
    if problem is null and back > 0 then
        problem := deposit_post(d, 'refund', 'settlement', back, booked, reference, moment);
    end if;
    if problem is null and wanted <> 'cancel' and held > coalesce(back, 0) then
        problem := deposit_post(d, 'forfeit', '', held - coalesce(back, 0), booked, reference, moment);
    end if;
    if problem is not null then
        return;
    end if;
    update deposit_instalments i set state = 'withheld', refunded = 0, withheld = i.nominal, withheld_reason = case wanted when 'settle' then 'settlement' else 'forfeiture' end
    where i.district_code = d.district_code and i.deposit_id = d.id and i.state in ('scheduled', 'assessed') and wanted <> 'cancel';
    update deposits t set state = next_state, ended_on = booked, end_reason = said, end_document = document, settled_refund = case wanted when 'settle' then back end,
        settled_reference = case when back > 0 then reference end, forfeited = case when wanted <> 'cancel' then held - coalesce(back, 0) end, ended_by = current_user_id(),
        version = d.version + 1, updated_at = moment
    where t.district_code = d.district_code and t.id = d.id;
    perform dishonest_deposit_moved(d.id, moment);
end $$;

drop function if exists deposit_paid(uuid, text, date), deposit_guaranteed(uuid, date);

-- What a firm was asked for and had not paid when a day was over (G22, C06): of a performance deposit once its day has passed, of a dishonesty deposit from the first day, since
-- the work goes on only after it is paid.
create or replace function deposits_outstanding(firm uuid, day date) returns table (kind text, since date) language sql stable parallel safe security definer
set search_path = public, pg_temp as $$
    select d.kind, min(case d.kind when 'performance' then d.due_on + 1 else d.opened_on end)
    from deposits d
    where d.district_code = (select current_district()) and d.firm_id = firm and coalesce(d.received_on > day, true) and coalesce(d.ended_on > day, true)
      and case d.kind when 'performance' then d.due_on < day else d.opened_on <= day end
    group by d.kind
$$;

revoke all on function deposit_score(uuid, uuid, jsonb, date, date), deposit_make(uuid, text, uuid, uuid, numeric, text, text, date, timestamptz, date),
    deposit_receive(uuid, date, text, text, date, timestamptz, date), deposit_assess(uuid, integer, timestamptz, date), deposit_refund(uuid, integer, date, text, timestamptz, date),
    deposit_end(uuid, text, numeric, text, text, date, text, timestamptz, date), deposits_outstanding(uuid, date) from public;
grant execute on function deposits_outstanding(uuid, date) to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform;
grant execute on function deposit_held(deposits) to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform;
grant execute on function deposit_assess(uuid, integer, timestamptz, date) to wuye_district, wuye_street, wuye_community;
grant execute on function deposit_make(uuid, text, uuid, uuid, numeric, text, text, date, timestamptz, date), deposit_receive(uuid, date, text, text, date, timestamptz, date),
    deposit_refund(uuid, integer, date, text, timestamptz, date), deposit_end(uuid, text, numeric, text, text, date, text, timestamptz, date) to wuye_district;

reset role;
