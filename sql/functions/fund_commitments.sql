-- What of a fund is promised to whom and paid. Every change goes through these functions; no role writes in the table by itself.
set role wuye_owner;

-- Who may be given something, as the registers know them on the day; for a street what is in its own area. firm_id: the firm that has the estate, or is meant itself.
create or replace function fund_recipient(of_kind text, recipient text, day date)
returns table (name text, street_code text, community_code text, firm_id uuid) language sql stable security definer set search_path = public, pg_temp as $$
    with wanted as (
        select case when recipient ~ '^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}$' then recipient::uuid end as id
    ), found as (
        select d.name, j.street_code, j.community_code, null::uuid as firm_id
        from division_jurisdictions j join divisions d on d.code = j.code
        where of_kind in ('street', 'community') and j.code = recipient and (of_kind = 'community') = (j.community_code is not null) and j.district_code = current_district()
          and j.effective_from <= day and coalesce(j.effective_to > day, true)
        union all
        select f.name, s.street, null, f.id
        from wanted w join firms f on f.district_code = current_district() and f.id = w.id
        cross join lateral (select case when f.id in (select firms_managing_in(current_district(), array[current_street()], day)) then current_street() end as street) s
        where of_kind = 'firm' and f.entry = 'admitted' and f.status <> 'deregistered'
        union all
        select p.name, s.street, null, p.firm_id
        from wanted w join staff p on p.district_code = current_district() and p.id = w.id
        cross join lateral (select case when p.firm_id in (select firms_managing_in(current_district(), array[current_street()], day)) then current_street() end as street) s
        where of_kind = 'staff' and coalesce(p.left_on > day, true)
        union all
        select e.name, e.street_code, e.community_code, null
        from wanted w join owners_committees c on c.district_code = current_district() and c.id = w.id
        join estates e on e.district_code = c.district_code and e.id = c.estate_id
        where of_kind = 'committee' and c.established_on <= day and coalesce(c.dissolved_on > day, true)
        union all
        select m.name, e.street_code, e.community_code, null
        from wanted w join committee_members m on m.district_code = current_district() and m.id = w.id
        join owners_committees c on c.district_code = m.district_code and c.id = m.committee_id
        join estates e on e.district_code = c.district_code and e.id = c.estate_id
        where of_kind = 'committee_member' and m.valid_from <= day and coalesce(m.valid_to > day, true)
        union all
        select u.name, coalesce(u.street_code, e.street_code), coalesce(u.community_code, e.community_code), null
        from wanted w join org_units u on u.district_code = current_district() and u.id = w.id
        left join estates e on e.district_code = u.district_code and e.id = u.estate_id
        where of_kind = 'org_unit' and coalesce(u.ended_on > day, true)
        union all
        select e.name, e.street_code, e.community_code, firm_in_force(e.district_code, e.id, day)
        from wanted w join estates e on e.district_code = current_district() and e.id = w.id
        where of_kind = 'estate'
    )
    select f.* from found f where current_street() is null or f.street_code = current_street()
$$;

-- Whether the money stays with what the fund is for: estates that are there, in the recipient's area, and old ones where the rule asks for them; facts of the project.
create or replace function fund_purpose_fault(rule fund_rules, street text, estates_named uuid[], project text, cost numeric, much numeric) returns text
language sql stable security definer set search_path = public, pg_temp as $$
    with named as (
        select e.id, e.new_or_old, e.street_code from unnest(estates_named) n (id) left join estates e on e.district_code = current_district() and e.id = n.id
    )
    select case
        when rule.old_estates_only and coalesce(cardinality(estates_named), 0) = 0 then 'fund_estates_missing'
        when exists (select from named n where n.id is null or n.street_code is distinct from coalesce(street, n.street_code)) then 'estate_unknown'
        when rule.old_estates_only and exists (select from named n where n.new_or_old <> 'old') then 'off_purpose'
        when num_nonnulls(project, cost) = 1 or rule.needs_project <> (project is not null) then 'fund_project_misfit'
        when much > cost then 'fund_project_misfit'
        end
$$;

-- Why somebody gets no award on the day (D08, D23), as faults of the proposal. Null: nothing.
create or replace function fund_bars(of_kind text, recipient text, firm uuid, day date) returns jsonb language sql stable security definer set search_path = public, pg_temp as $$
    select jsonb_agg(jsonb_build_object('pointer', '/recipient_id', 'code', b.code, 'zh', coalesce(b.zh, b.code), 'en', coalesce(b.en, b.code)))
    from jsonb_to_recordset(award_bars(of_kind, recipient, firm, day)) b (code text, zh text, en text)
    where of_kind <> 'street'
$$;

-- An honour is rewarded to whom it was given, in its class, and while it stands.
create or replace function fund_honour_fault(honour uuid, of_kind text, recipient text, class smallint) returns text
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    h honours;
begin
    if honour is null then
        return null;
    end if;
    select t.* into h from honours t where t.district_code = current_district() and t.id = honour for share;
    return case
        when not found then 'honour_unknown'
        when h.state <> 'granted' or h.subject_kind <> of_kind or h.subject_id <> recipient or h.class <> class then 'honour_misfit'
        end;
end $$;

-- said: the body as it was sent, with what is masked in it masked.
create or replace function fund_commitment_propose(commitment uuid, fund uuid, said jsonb, moment timestamptz, today date)
returns table (id uuid, problem text, standing text, faults jsonb) language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    f funds;
    line uuid;
    rule fund_rules;
    who record;
    bars jsonb;
    kind text := said ->> 'recipient_kind';
    much numeric := (said ->> 'amount')::numeric;
    named uuid[] := array(select distinct (jsonb_array_elements_text(nullif(said -> 'estate_ids', 'null')))::uuid);
begin
    select t.* into f from funds t where t.district_code = current_district() and t.id = fund and (t.state <> 'draft' or current_street() is null) for share;
    if not found then
        return;
    end if;
    select l.id into line from fund_lines l where l.district_code = f.district_code and l.fund_id = f.id and l.purpose = said ->> 'purpose';
    select r.* into rule from fund_rule_at(f.kind, said ->> 'purpose', kind, today) r;
    select r.* into who from fund_recipient(kind, lower(said ->> 'recipient_id'), today) r;
    problem := case
        when f.state <> 'approved' then 'state_conflict'
        when line is null then 'off_purpose'
        when rule.id is null then 'fund_recipient_misfit'
        when current_street() is not null and not rule.streets_propose then 'fund_proposals_of_district'
        when who.name is null then 'fund_recipient_unknown'
        else coalesce(fund_purpose_fault(rule, who.street_code, named, said ->> 'project_title', (said ->> 'project_cost')::numeric, much),
            fund_honour_fault((said ->> 'honour_id')::uuid, kind, lower(said ->> 'recipient_id'), rule.award_class), case
            when rule.pays_to = 'firm' and who.firm_id is null then 'fund_recipient_without_firm'
            when much > fund_free(f.id, line) then 'budget_exceeded' end)
        end;
    if problem is null and rule.good_standing then
        bars := fund_bars(kind, lower(said ->> 'recipient_id'), who.firm_id, today);
        problem := case when bars is not null then 'fund_recipient_barred' end;
    end if;
    if problem is null then
        insert into fund_commitments (district_code, id, fund_id, line_id, fund_kind, year, purpose, award_class, recipient_kind, recipient_id, recipient_name, pays_to, firm_id, street_code,
                                      community_code, amount, basis, honour_id, estate_ids, project_title, project_cost, proposed_by, proposed_at, updated_at)
        values (f.district_code, commitment, f.id, line, f.kind, f.year, rule.purpose, rule.award_class, kind, lower(said ->> 'recipient_id'), who.name, rule.pays_to,
                case rule.pays_to when 'firm' then who.firm_id end, who.street_code, who.community_code, much, said ->> 'basis', (said ->> 'honour_id')::uuid, nullif(named, '{}'),
                said ->> 'project_title', (said ->> 'project_cost')::numeric, current_user_id(), moment, moment);
    end if;
    return query select commitment, problem, case problem when 'state_conflict' then f.state end, case problem when 'budget_exceeded' then fund_fault(fund_free(f.id, line)) when 'fund_recipient_barred' then bars end;
end $$;

-- Of a commitment: what was promised and neither paid nor given back, by the books.
create or replace function fund_commitment_open(commitment uuid, out paid numeric, out outstanding numeric) language sql stable parallel safe security definer set search_path = public, pg_temp as $$
    select coalesce(sum(p.amount) filter (where p.step = 'pay'), 0.00), coalesce(sum(case p.step when 'commit' then p.amount else -p.amount end), 0.00)
    from money_postings p
    where p.district_code = current_district() and p.cause_kind = 'commitment' and p.cause_id = commitment
$$;

-- What stands against giving it on the day: the honour that is rewarded is not what it was, or the recipient is barred where the rule asks for good standing. Where
-- there is no rule any more, that of the day it was promised on counts.
create or replace function fund_recipient_fit(c fund_commitments, firm uuid, day date, out problem text, out bars jsonb)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    promised constant date := (c.decided_at at time zone 'Asia/Shanghai')::date;
begin
    if coalesce((select r.good_standing from fund_rule_at(c.fund_kind, c.purpose, c.recipient_kind, day) r),
                (select r.good_standing from fund_rule_at(c.fund_kind, c.purpose, c.recipient_kind, promised) r), false) then
        bars := fund_bars(c.recipient_kind, c.recipient_id, coalesce(c.firm_id, firm), day);
        problem := case when bars is not null then 'fund_recipient_barred' end;
    end if;
    problem := coalesce(problem, fund_honour_fault(c.honour_id, c.recipient_kind, c.recipient_id, c.award_class));
end $$;

-- Whether who was proposed may be given it on the day of the decision too.
create or replace function fund_recipient_still(c fund_commitments, day date, out problem text, out bars jsonb)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    who record;
begin
    select r.* into who from fund_recipient(c.recipient_kind, c.recipient_id, day) r;
    if not exists (select from fund_rule_at(c.fund_kind, c.purpose, c.recipient_kind, day)) then
        problem := 'fund_recipient_misfit';
    elsif who.name is null then
        problem := 'fund_recipient_unknown';
    else
        select f.problem, f.bars into problem, bars from fund_recipient_fit(c, who.firm_id, day) f;
    end if;
end $$;

create or replace function fund_commitment_decide(commitment uuid, wanted text, said text, moment timestamptz, today date)
returns table (id uuid, problem text, standing text, faults jsonb) language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    c fund_commitments;
    next_state text;
    bars jsonb;
begin
    select t.* into c from fund_commitments t where t.district_code = current_district() and t.id = commitment for update;
    if not found then
        return;
    end if;
    select t.next, t.problem into next_state, problem from fund_move('commitment', c.state, wanted, array[c.proposed_by]) t;
    problem := coalesce(problem, case when wanted = 'refuse' and said is null then 'fund_refused_why' end);
    if problem is null and wanted = 'approve' then
        select o.problem, o.bars into problem, bars from fund_recipient_still(c, today) o;
    end if;
    if problem is null and wanted = 'approve' then
        problem := money_post('commitment', c.id, 'commit', 'fund', c.fund_id, today, moment,
            array[('', 'committed', c.line_id::text, 'fund', c.line_id::text, c.amount, c.street_code, c.firm_id, null, null)::money_line]);
        problem := case when problem is not null then 'budget_exceeded' end;
    end if;
    if problem is null then
        update fund_commitments t set state = next_state, decided_by = current_user_id(), decided_at = moment, decision = said, version = c.version + 1, updated_at = moment
        where t.district_code = c.district_code and t.id = c.id;
    end if;
    return query select c.id, problem, case problem when 'state_conflict' then c.state end, case problem when 'budget_exceeded' then fund_fault(fund_free(c.fund_id, c.line_id)) when 'fund_recipient_barred' then bars end;
end $$;

-- In one payment or in several; the last one settles it. booked: the bank's day. Who is barred since, or whose honour was taken back, is not paid: what is open is given back.
create or replace function fund_commitment_pay(commitment uuid, payment uuid, much numeric, booked date, reference text, moment timestamptz, today date)
returns table (id uuid, problem text, standing text, faults jsonb) language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    c fund_commitments;
    next_state text;
    due numeric;
    bars jsonb;
begin
    select t.* into c from fund_commitments t where t.district_code = current_district() and t.id = commitment for update;
    if not found then
        return;
    end if;
    select o.outstanding into due from fund_commitment_open(c.id) o;
    select t.next, t.problem into next_state, problem from fund_move('commitment', c.state, case when much = due then 'pay_off' else 'pay' end, array[c.proposed_by]) t;
    problem := case
        when exists (select from money_postings p
                     where p.district_code = c.district_code and p.cause_kind = 'commitment' and p.step = 'pay' and p.bank_reference = reference) then 'fund_reference_used'
        when problem is not null then problem
        when booked > today then 'day_in_the_future'
        when booked < (c.decided_at at time zone 'Asia/Shanghai')::date then 'fund_paid_too_early'
        when much > due then 'commitment_exceeded'
        end;
    if problem is null then
        select f.problem, f.bars into problem, bars
        from fund_recipient_fit(c, case c.recipient_kind when 'staff' then (select s.firm_id from staff s where s.district_code = c.district_code and s.id = c.recipient_id::uuid) end, today) f;
    end if;
    if problem is null then
        problem := money_post('commitment', c.id, 'pay', 'fund', c.fund_id, booked, moment, array[(payment::text, c.pays_to,
            case c.pays_to when 'firm' then c.firm_id::text when 'street' then c.street_code else c.recipient_kind || ':' || c.recipient_id end,
            'committed', c.line_id::text, much, c.street_code, c.firm_id, reference, null)::money_line]);
    end if;
    if problem is null then
        update fund_commitments t set state = next_state, version = c.version + 1, updated_at = moment where t.district_code = c.district_code and t.id = c.id;
    end if;
    return query select c.id, problem, case problem when 'state_conflict' then c.state end, case problem when 'commitment_exceeded' then fund_fault(due) when 'fund_recipient_barred' then bars end;
end $$;

-- What was not paid goes back to the line.
create or replace function fund_commitment_release(commitment uuid, said text, moment timestamptz, today date)
returns table (id uuid, problem text, standing text) language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    c fund_commitments;
    next_state text;
begin
    select t.* into c from fund_commitments t where t.district_code = current_district() and t.id = commitment for update;
    if not found then
        return;
    end if;
    select t.next, t.problem into next_state, problem from fund_move('commitment', c.state, 'release', array[c.proposed_by]) t;
    if problem is null then
        problem := money_post('commitment', c.id, 'release', 'fund', c.fund_id, today, moment,
            array[('', 'fund', c.line_id::text, 'committed', c.line_id::text, (select o.outstanding from fund_commitment_open(c.id) o), c.street_code, c.firm_id, null, null)::money_line]);
    end if;
    if problem is null then
        update fund_commitments t set state = next_state, released_by = current_user_id(), released_at = moment, released_reason = said, version = c.version + 1, updated_at = moment
        where t.district_code = c.district_code and t.id = c.id;
    end if;
    return query select c.id, problem, case problem when 'state_conflict' then c.state end;
end $$;

-- The payments of a commitment, for whoever sees it.
create or replace function fund_payments(commitment uuid) returns jsonb language sql stable parallel safe security definer set search_path = public, pg_temp as $$
    select coalesce(jsonb_agg(jsonb_build_object('posting_id', p.id, 'amount', p.amount::text, 'booked_on', p.booked_on, 'bank_reference', p.bank_reference) order by p.number), '[]')
    from money_postings p
    where p.district_code = current_district() and p.cause_kind = 'commitment' and p.cause_id = commitment and p.step = 'pay'
$$;

revoke all on function fund_recipient(text, text, date), fund_purpose_fault(fund_rules, text, uuid[], text, numeric, numeric), fund_commitment_propose(uuid, uuid, jsonb, timestamptz, date),
    fund_bars(text, text, uuid, date), fund_honour_fault(uuid, text, text, smallint), fund_recipient_fit(fund_commitments, uuid, date), fund_recipient_still(fund_commitments, date),
    fund_commitment_open(uuid), fund_commitment_decide(uuid, text, text, timestamptz, date),
    fund_commitment_pay(uuid, uuid, numeric, date, text, timestamptz, date), fund_commitment_release(uuid, text, timestamptz, date), fund_payments(uuid) from public;
grant execute on function fund_commitment_open(uuid), fund_payments(uuid) to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform;
grant execute on function fund_commitment_propose(uuid, uuid, jsonb, timestamptz, date) to wuye_district, wuye_street;
grant execute on function fund_commitment_decide(uuid, text, text, timestamptz, date), fund_commitment_pay(uuid, uuid, numeric, date, text, timestamptz, date),
    fund_commitment_release(uuid, text, timestamptz, date) to wuye_district;

reset role;
