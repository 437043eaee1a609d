-- Funds: what they may be spent on, how one is drafted, approved, adjusted and closed. Every change goes through these functions; no role writes in the tables by itself.
set role wuye_owner;

-- The district's own before the common one; none where it says no.
create or replace function fund_rule_at(wanted_kind text, wanted_purpose text, recipient text, day date) returns setof fund_rules
language sql stable parallel safe rows 1 security definer set search_path = public, pg_temp as $$
    select r.*
    from (select n.* from fund_rules n
          where n.district_code in (current_district(), '*') and n.fund_kind = wanted_kind and n.purpose = wanted_purpose and n.recipient_kind = recipient
            and n.effective_from <= day and coalesce(n.effective_to > day, true)
          order by n.district_code = '*' limit 1) r
    where r.admitted
$$;

create or replace function fund_purposes_at(wanted_kind text, day date) returns setof text language sql stable parallel safe security definer set search_path = public, pg_temp as $$
    select distinct r.purpose
    from (select distinct n.purpose, n.recipient_kind from fund_rules n where n.district_code in (current_district(), '*') and n.fund_kind = wanted_kind) n
    cross join lateral fund_rule_at(wanted_kind, n.purpose, n.recipient_kind, day) r
$$;

-- Sums of the books, line by line: granted = free + committed + paid + lapsed. As the owner: whoever sees a fund may know them, not every posting.
create or replace function fund_balances(fund uuid) returns table (line_id uuid, purpose text, amount numeric, granted numeric, free numeric, committed numeric, paid numeric, lapsed numeric)
language sql stable parallel safe security definer set search_path = public, pg_temp as $$
    select l.id, l.purpose, l.amount, coalesce(m.granted, 0.00), coalesce(m.free, 0.00), coalesce(m.committed, 0.00), coalesce(m.paid, 0.00), coalesce(m.lapsed, 0.00)
    from fund_lines l
    left join lateral (
        select sum(c.change) filter (where c.kind = 'fund' and c.step = 'grant') as granted, sum(c.change) filter (where c.kind = 'fund') as free,
            sum(c.change) filter (where c.kind = 'committed') as committed, -sum(c.change) filter (where c.kind = 'committed' and c.step = 'pay') as paid,
            -sum(c.change) filter (where c.kind = 'fund' and c.step = 'lapse') as lapsed
        from money_accounts a
        cross join lateral (
            select a.kind, p.step, p.amount as change from money_postings p where p.district_code = a.district_code and p.debit_id = a.id
            union all
            select a.kind, p.step, -p.amount from money_postings p where p.district_code = a.district_code and p.credit_id = a.id
        ) c
        where a.district_code = l.district_code and a.purse_kind = 'fund' and a.purse_id = l.fund_id and a.kind in ('fund', 'committed') and a.holder = l.id::text
    ) m on true
    where l.district_code = current_district() and l.fund_id = fund
$$;

create or replace function fund_free(fund uuid, line uuid) returns numeric language sql stable parallel safe as $$
    select b.free from fund_balances(fund) b where b.line_id = line
$$;

-- What a refusal says of an amount: what there is, in its place.
create or replace function fund_fault(there numeric) returns jsonb language sql immutable parallel safe as $$
    select jsonb_build_array(jsonb_build_object('pointer', '/amount', 'code', 'maximum', 'zh', format('可用余额 %s 元', there), 'en', format('%s yuan are free', there)))
$$;

create or replace function fund_lines_fault(wanted_kind text, lines jsonb, today date) returns text language sql stable security definer set search_path = public, pg_temp as $$
    select case
        when exists (select from jsonb_array_elements(lines) l (value) where l.value ->> 'purpose' not in (select fund_purposes_at(wanted_kind, today))) then 'off_purpose'
        when (select count(*) <> count(distinct l.value ->> 'purpose') from jsonb_array_elements(lines) l (value)) then 'fund_line_repeated'
        end
$$;

create or replace function fund_lines_write(fund uuid, lines jsonb) returns void language sql volatile security definer set search_path = public, pg_temp as $$
    delete from fund_lines l where l.district_code = current_district() and l.fund_id = fund;
    insert into fund_lines (district_code, fund_id, purpose, amount)
    select current_district(), fund, l.value ->> 'purpose', (l.value ->> 'amount')::numeric
    from jsonb_array_elements(lines) l (value)
$$;

create or replace function fund_draft(fund uuid, wanted_kind text, of_year integer, heading text, said text, lines jsonb, moment timestamptz, today date)
returns table (id uuid, problem text) language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
    problem := fund_lines_fault(wanted_kind, lines, today);
    if problem is null then
        insert into funds (district_code, id, kind, year, title, basis, written_by, created_at, updated_at)
        values (current_district(), fund, wanted_kind, of_year, heading, said, array[current_user_id()], moment, moment);
        perform fund_lines_write(fund, lines);
    end if;
    return query select fund, problem;
end $$;

-- wanted: the members that are to be changed.
create or replace function fund_redraft(fund uuid, seen integer, wanted jsonb, moment timestamptz, today date)
returns table (id uuid, problem text, standing text) language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    f funds;
begin
    select t.* into f from funds t where t.district_code = current_district() and t.id = fund for update;
    if not found then
        return;
    end if;
    problem := case
        when f.version <> seen then 'precondition_failed'
        when f.state <> 'draft' then 'state_conflict'
        when wanted ? 'lines' then fund_lines_fault(f.kind, wanted -> 'lines', today)
        end;
    if problem is null and wanted ? 'lines' then
        perform fund_lines_write(fund, wanted -> 'lines');
    end if;
    if problem is null then
        update funds t set year = coalesce((wanted ->> 'year')::integer, f.year), title = coalesce(wanted ->> 'title', f.title), basis = coalesce(wanted ->> 'basis', f.basis),
            written_by = case when current_user_id() = any (f.written_by) then f.written_by else f.written_by || current_user_id() end,
            version = f.version + 1, updated_at = greatest(moment, f.updated_at + interval '1 microsecond')
        where t.district_code = f.district_code and t.id = f.id;
    end if;
    return query select f.id, problem, case problem when 'state_conflict' then f.state end;
end $$;

-- Where a move leads, and what stands against it whatever the thing: there is none from this state, or it is for another than who wrote or proposed it.
create or replace function fund_move(of_thing text, standing text, wanted text, authors uuid[], out next text, out problem text) language sql stable as $$
    select t.to_state, case when t.to_state is null then 'state_conflict' when t.by_another and current_user_id() = any (authors) then 'separation_of_duties' end
    from (select) one left join fund_transitions t on t.thing = of_thing and t.from_state = standing and t.action = wanted
$$;

-- seen: the version that was read, so that nobody approves lines that changed meanwhile. The grant is posted line by line.
create or replace function fund_approve(fund uuid, seen integer, moment timestamptz, today date)
returns table (id uuid, problem text, standing text) language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    f funds;
    next_state text;
begin
    select t.* into f from funds t where t.district_code = current_district() and t.id = fund for update;
    if not found then
        return;
    end if;
    select t.next, t.problem into next_state, problem from fund_move('fund', f.state, 'approve', f.written_by) t;
    problem := case
        when next_state is not null and f.version <> seen then 'fund_changed'
        when problem is not null then problem
        when exists (select from fund_lines l where l.district_code = f.district_code and l.fund_id = f.id and l.purpose not in (select fund_purposes_at(f.kind, today))) then 'off_purpose'
        end;
    if problem is null then
        problem := money_post('fund', f.id, 'grant', 'fund', f.id, today, moment,
            array(select (l.id::text, 'fund', l.id::text, 'treasury', '', l.amount, null, null, null, null)::money_line
                  from fund_lines l where l.district_code = f.district_code and l.fund_id = f.id));
    end if;
    if problem is null then
        update funds t set state = next_state, approved_by = current_user_id(), approved_at = moment, version = f.version + 1, updated_at = moment
        where t.district_code = f.district_code and t.id = f.id;
    end if;
    return query select f.id, problem, case problem when 'state_conflict' then f.state end;
end $$;

-- What of a fund is not finished, each with its id, twenty at most: null when everything is.
create or replace function fund_open(fund uuid) returns jsonb language sql stable security definer set search_path = public, pg_temp as $$
    select jsonb_agg(jsonb_build_object('pointer', '', 'code', o.code, 'zh', format('%s %s：%s 元，%s', o.kind_zh, o.id, o.amount, o.zh), 'en', format('%s %s: %s yuan, %s', o.kind_en, o.id, o.amount, o.code))
                     order by o.place, o.at, o.id)
    from (
        select 1 as place, c.proposed_at as at, c.id, c.amount, c.state as code, '承诺' as kind_zh, 'commitment' as kind_en, k.zh
        from fund_commitments c left join codes k on k.list_code = 'fund_commitment_state' and k.code = c.state and k.effective_to is null
        where c.district_code = current_district() and c.fund_id = fund and c.state in ('proposed', 'committed', 'paying')
        union all
        select 2, a.proposed_at, a.id, a.amount, a.state, '调整', 'adjustment', k.zh
        from fund_adjustments a left join codes k on k.list_code = 'fund_adjustment_state' and k.code = a.state and k.effective_to is null
        where a.district_code = current_district() and a.fund_id = fund and a.state = 'proposed'
        order by 1, 2, 3 limit 20
    ) o
$$;

-- What is free lapses to the treasury, once nothing is proposed, promised or half paid. Whoever proposes shares the fund's lock, so none comes in between.
drop function if exists fund_close(uuid, text, timestamptz, date);
create function fund_close(fund uuid, said text, moment timestamptz, today date)
returns table (id uuid, problem text, standing text, faults jsonb) language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    f funds;
    next_state text;
begin
    select t.* into f from funds t where t.district_code = current_district() and t.id = fund for update;
    if not found then
        return;
    end if;
    select t.next, t.problem into next_state, problem from fund_move('fund', f.state, 'close', f.written_by) t;
    problem := coalesce(problem, case when fund_open(f.id) is not null then 'fund_still_open' end);
    if problem is null then
        problem := money_post('fund', f.id, 'lapse', 'fund', f.id, today, moment,
            array(select (b.line_id::text, 'treasury', '', 'fund', b.line_id::text, b.free, null, null, null, null)::money_line from fund_balances(f.id) b where b.free > 0));
    end if;
    if problem is null then
        update funds t set state = next_state, closed_by = current_user_id(), closed_at = moment, closed_reason = said, version = f.version + 1, updated_at = moment
        where t.district_code = f.district_code and t.id = f.id;
    end if;
    return query select f.id, problem, case problem when 'state_conflict' then f.state end, case problem when 'fund_still_open' then fund_open(f.id) end;
end $$;

create or replace function fund_adjust(fund uuid, adjustment uuid, wanted_purpose text, way text, much numeric, said text, moment timestamptz)
returns table (id uuid, problem text, standing text, faults jsonb) language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    f funds;
    line uuid;
begin
    select t.* into f from funds t where t.district_code = current_district() and t.id = fund for share;
    if not found then
        return;
    end if;
    select l.id into line from fund_lines l where l.district_code = f.district_code and l.fund_id = f.id and l.purpose = wanted_purpose;
    problem := case
        when f.state <> 'approved' then 'state_conflict'
        when line is null then 'off_purpose'
        when way = 'decrease' and much > fund_free(f.id, line) then 'budget_exceeded'
        end;
    if problem is null then
        insert into fund_adjustments (district_code, id, fund_id, line_id, direction, amount, basis, proposed_by, proposed_at, updated_at)
        values (f.district_code, adjustment, f.id, line, way, much, said, current_user_id(), moment, moment);
    end if;
    return query select adjustment, problem, case problem when 'state_conflict' then f.state end, case problem when 'budget_exceeded' then fund_fault(fund_free(f.id, line)) end;
end $$;

-- No fund is closed while one is proposed.
create or replace function fund_adjustment_decide(adjustment uuid, wanted text, said text, moment timestamptz, today date)
returns table (id uuid, problem text, standing text, faults jsonb) language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    a fund_adjustments;
    next_state text;
begin
    select t.* into a from fund_adjustments t where t.district_code = current_district() and t.id = adjustment for update;
    if not found then
        return;
    end if;
    select t.next, t.problem into next_state, problem from fund_move('adjustment', a.state, wanted, array[a.proposed_by]) t;
    if problem is null and wanted = 'approve' then
        problem := money_post('fund', a.fund_id, 'grant', 'fund', a.fund_id, today, moment, array[case a.direction
            when 'increase' then (a.id::text, 'fund', a.line_id::text, 'treasury', '', a.amount, null, null, null, null)::money_line
            else (a.id::text, 'treasury', '', 'fund', a.line_id::text, a.amount, null, null, null, null)::money_line end]);
        problem := case when problem is not null then 'budget_exceeded' end;
    end if;
    if problem is null then
        update fund_adjustments t set state = next_state, decided_by = current_user_id(), decided_at = moment, decision = said, version = a.version + 1, updated_at = moment
        where t.district_code = a.district_code and t.id = a.id;
    end if;
    return query select a.id, problem, case problem when 'state_conflict' then a.state end, case problem when 'budget_exceeded' then fund_fault(fund_free(a.fund_id, a.line_id)) end;
end $$;

revoke all on function fund_open(uuid), fund_move(text, text, text, uuid[]), fund_rule_at(text, text, text, date), fund_purposes_at(text, date), fund_balances(uuid), fund_free(uuid, uuid), fund_lines_fault(text, jsonb, date), fund_lines_write(uuid, jsonb),
    fund_draft(uuid, text, integer, text, text, jsonb, timestamptz, date), fund_redraft(uuid, integer, jsonb, timestamptz, date), fund_approve(uuid, integer, timestamptz, date),
    fund_close(uuid, text, timestamptz, date), fund_adjust(uuid, uuid, text, text, numeric, text, timestamptz), fund_adjustment_decide(uuid, text, text, timestamptz, date) from public;
grant execute on function fund_balances(uuid) to wuye_district, wuye_street, wuye_platform;
grant execute on function fund_draft(uuid, text, integer, text, text, jsonb, timestamptz, date), fund_redraft(uuid, integer, jsonb, timestamptz, date),
    fund_approve(uuid, integer, timestamptz, date), fund_close(uuid, text, timestamptz, date), fund_adjust(uuid, uuid, text, text, numeric, text, timestamptz),
    fund_adjustment_decide(uuid, text, text, timestamptz, date) to wuye_district;

reset role;
