-- What firms that stay among the first, or refuse, are to expect (H03, H04, H13, L4): proposed by the rules or by a person, decided by another, lifted by a third or by who proposed. No role
-- writes in the table; market access is decided by decide_market_access(), as if the district had done so by itself.
set role wuye_owner;

create or replace function suspension_rules(day date) returns jsonb language sql stable security definer set search_path = public, pg_temp as $$
    select jsonb_build_object('rules_on', day,
        'quarters', (select trunc(r.value)::integer from rule_at('suspension_quarters', '*', day) r),
        'same_estate', (select r.value = 1 from rule_at('suspension_same_estate', '*', day) r),
        'same_list', (select r.value = 1 from rule_at('suspension_same_list', '*', day) r),
        'every_share', (select r.value = 1 from rule_at('suspension_every_share', '*', day) r),
        'refusals', (select trunc(r.value)::integer from rule_at('suspension_refusals', '*', day) r))
$$;

-- The latest published revision of each list in a quarter and in those before it, so many in all.
create or replace function suspension_rankings(quarter text, quarters integer) returns setof ranking_snapshots language sql stable security definer set search_path = public, pg_temp as $$
    select distinct on (s.list, s.quarter) s.*
    from ranking_snapshots s
    where s.district_code = current_district() and s.published_at is not null
      and s.quarter = any(array(select quarter_before(suspension_rankings.quarter, n) from generate_series(0, quarters - 1) n))
    order by s.list, s.quarter, s.revision desc
$$;

-- What the rules demand for a quarter, firm by firm, with the evidence. A firm is among the first with an estate that is listed and of whose count it has a share; without `every_share`
-- only with as large a share as any firm has there. Which estate and which list the quarters have in common is asked as the rules say.
create or replace function suspension_demanded(wanted text, rules jsonb) returns table (firm_id uuid, cause text, evidence jsonb)
language sql stable security definer set search_path = public, pg_temp as $$
    with placed as materialized (
        select s.id as ranking_id, s.list, s.quarter, s.revision, s.inputs_hash, r.estate_id, r.estate_code, r.estate_name, r.rank, r.counted, f.id as firm_id, f.counted as share,
            case when (rules ->> 'same_estate')::boolean then r.estate_id end as same_estate, case when (rules ->> 'same_list')::boolean then s.list end as same_list
        from suspension_rankings(wanted, (rules ->> 'quarters')::integer) s
        join ranking_rows r on r.district_code = s.district_code and r.ranking_id = s.id and r.listed
        cross join lateral (
            select t.id, t.counted, max(t.counted) filter (where t.id is not null) over () as most from jsonb_to_recordset(r.firms) t (id uuid, counted integer)
        ) f
        where f.id is not null and f.counted > 0 and ((rules ->> 'every_share')::boolean or f.counted = f.most)
    ), standing as (
        select p.firm_id, p.same_estate, p.same_list from placed p group by 1, 2, 3 having count(distinct p.quarter) = (rules ->> 'quarters')::integer
    ), refused as (
        select i.responsible_firm_id as firm_id, i.id, i.refused_at, i.refusal_decision
        from issues i
        where i.district_code = current_district() and i.state = 'refused' and i.responsible_kind = 'firm' and i.responsible_firm_id is not null
          and i.refused_at >= quarter_first(wanted)::timestamp at time zone 'Asia/Shanghai'
          and i.refused_at < (quarter_first(wanted) + interval '3 months')::timestamp at time zone 'Asia/Shanghai'
    )
    select p.firm_id, 'consecutive_top', jsonb_build_object('issues', '[]'::jsonb, 'rankings', jsonb_agg(jsonb_build_object(
        'ranking_id', p.ranking_id, 'list', p.list, 'quarter', p.quarter, 'revision', p.revision, 'inputs_hash', p.inputs_hash,
        'estate', jsonb_build_object('id', p.estate_id, 'code', p.estate_code, 'name', p.estate_name), 'rank', p.rank, 'counted', p.counted, 'share', p.share)
        order by p.quarter desc, p.list, p.rank, p.estate_code))
    from placed p
    join standing t on t.firm_id = p.firm_id and t.same_estate is not distinct from p.same_estate and t.same_list is not distinct from p.same_list
    group by 1
    union all
    select r.firm_id, 'refusal', jsonb_build_object('rankings', '[]'::jsonb, 'issues', jsonb_agg(jsonb_build_object(
        'issue_id', r.id, 'refused_on', (r.refused_at at time zone 'Asia/Shanghai')::date, 'decision', r.refusal_decision) order by r.refused_at, r.id))
    from refused r
    group by 1
    having count(*) >= (rules ->> 'refusals')::integer
$$;

create or replace function suspension_hash(evidence jsonb) returns text language sql immutable parallel safe as $$
    select encode(sha256(convert_to(evidence::text, 'UTF8')), 'hex')
$$;

-- Makes the proposals that are demanded and not there. What waits and is demanded no longer, or on other evidence, is overtaken; what was decided stands, and what was dismissed comes again
-- on other evidence alone. Whoever runs a quarter waits for whoever does so already.
create or replace function suspension_run(wanted text, rules_on date, moment timestamptz, today date, out problem text, out made integer, out overtaken integer, out rules jsonb, out rankings json,
    out proposals json)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    district constant text := current_district();
    found jsonb;
begin
    problem := case when quarter_first(wanted) > today then 'suspension_quarter_not_begun' when rules_on > today then 'day_in_the_future' end;
    if problem is not null then
        return;
    end if;
    rules := suspension_rules(coalesce(rules_on, least((quarter_first(wanted) + interval '3 months')::date - 1, today)));
    perform pg_advisory_xact_lock(hashtextextended(concat_ws('|', 'suspension', district, wanted), 0));
    perform ranking_alone(l.list, l.quarter, true)
    from (select k.list, quarter_before(wanted, n) as quarter from unnest(array['hotline', 'petition']) k (list), generate_series(0, (rules ->> 'quarters')::integer - 1) n order by 1, 2) l;
    found := (select coalesce(jsonb_agg(jsonb_build_object('firm_id', d.firm_id, 'cause', d.cause, 'evidence', d.evidence, 'hash', suspension_hash(d.evidence))), '[]')
              from suspension_demanded(wanted, rules) d);
    update suspension_proposals p set state = 'overtaken', version = p.version + 1, updated_at = greatest(moment, p.updated_at + interval '1 microsecond')
    where p.district_code = district and p.kind = 'suspension' and p.quarter = wanted and p.state = 'proposed'
      and not exists (select from jsonb_to_recordset(found) d (firm_id uuid, cause text, hash text) where d.firm_id = p.firm_id and d.cause = p.cause and d.hash = p.evidence_hash);
    get diagnostics overtaken = row_count;
    insert into suspension_proposals (district_code, id, firm_id, kind, cause, quarter, rules, evidence, evidence_hash, proposed_by, proposed_role, proposed_at, updated_at)
    select district, import_id(), d.firm_id, 'suspension', d.cause, wanted, rules, d.evidence, d.hash, current_user_id(), 'district', moment, moment
    from (select n.* from jsonb_to_recordset(found) n (firm_id uuid, cause text, evidence jsonb, hash text) order by n.firm_id, n.cause) d
    on conflict do nothing;
    get diagnostics made = row_count;
    rankings := (select coalesce(json_agg(json_build_object('id', s.id, 'list', s.list, 'quarter', s.quarter, 'revision', s.revision, 'inputs_hash', s.inputs_hash) order by s.quarter desc, s.list), '[]')
                 from suspension_rankings(wanted, (rules ->> 'quarters')::integer) s);
    proposals := (
        select coalesce(json_agg(json_build_object('id', p.id, 'firm_id', d.firm_id, 'cause', d.cause, 'state', p.state) order by f.name, d.firm_id, d.cause), '[]')
        from jsonb_to_recordset(found) d (firm_id uuid, cause text, hash text)
        join firms f on f.district_code = district and f.id = d.firm_id
        cross join lateral (
            select q.id, q.state from suspension_proposals q
            where q.district_code = district and q.kind = 'suspension' and q.firm_id = d.firm_id and q.quarter = wanted and q.cause = d.cause and q.state <> 'overtaken'
            order by q.state = 'dismissed', q.evidence_hash <> d.hash, q.id desc limit 1) p);
end $$;

-- H04, H13: a removal is proposed by a person, of the district, or of a street where the firm manages an estate, with criteria, grounds, and issues of the firm's as evidence.
create or replace function removal_propose(new_id uuid, body jsonb, caller_role text, moment timestamptz, today date, out id uuid, out problem text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
    p suspension_proposals := jsonb_populate_record(null::suspension_proposals, body);
    wanted constant uuid[] := array(select distinct jsonb_array_elements_text(coalesce(body -> 'issue_ids', '[]'))::uuid order by 1);
begin
    p.evidence := (select jsonb_build_object('rankings', '[]'::jsonb, 'issues', coalesce(jsonb_agg(jsonb_build_object(
                       'issue_id', i.id, 'state', i.state, 'found_on', i.found_on, 'refused_on', (i.refused_at at time zone 'Asia/Shanghai')::date) order by i.id), '[]'))
                   from issues i
                   where i.district_code = current_district() and i.id = any(wanted) and i.responsible_firm_id = p.firm_id and i.state not in ('found', 'withdrawn')
                     and i.street_code is not distinct from coalesce(current_street(), i.street_code));
    problem := case
        when not exists (select from firms f where f.district_code = current_district() and f.id = p.firm_id)
            or current_street() is not null and p.firm_id not in (select firms_managing_in(current_district(), array[current_street()], today)) then 'firm_unknown'
        when jsonb_array_length(p.evidence -> 'issues') < cardinality(wanted) then 'suspension_issue_unknown'
        end;
    if problem is null then
        insert into suspension_proposals (district_code, id, firm_id, kind, cause, criteria, grounds, evidence, evidence_hash, proposed_by, proposed_role, proposed_at, updated_at)
        values (current_district(), new_id, p.firm_id, 'removal', 'criteria', array(select distinct c from unnest(p.criteria) c order by 1), p.grounds, p.evidence, suspension_hash(p.evidence),
            current_user_id(), caller_role, moment, moment)
        on conflict do nothing
        returning suspension_proposals.id into id;
        problem := case when id is null then 'removal_proposed_already' end;
    end if;
end $$;

-- Whether what a proposal stands on still does: no later revision of its rankings is published, and its refusals are not taken back. Nothing that is asked here changes before the caller,
-- who has it by suspension_locked(), is done.
create or replace function suspension_outdated(p suspension_proposals) returns boolean language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
    return exists (select
                   from jsonb_to_recordset(p.evidence -> 'rankings') e (list text, quarter text, revision integer)
                   join ranking_snapshots s on s.district_code = p.district_code and s.list = e.list and s.quarter = e.quarter and s.revision > e.revision and s.published_at is not null)
        or p.cause = 'refusal' and exists (
            select from jsonb_array_elements(p.evidence -> 'issues') e
            join issues i on i.district_code = p.district_code and i.id = (e.value ->> 'issue_id')::uuid and i.state <> 'refused');
end $$;

-- The proposal's row, locked, after the rankings that it stands on and before its issues' and its firm's, in that order as all else that follows from an issue: what stands is not corrected
-- meanwhile, and two proposals about one firm are decided one after the other.
create or replace function suspension_locked(proposal uuid) returns suspension_proposals language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    p suspension_proposals;
begin
    perform ranking_alone(l.list, l.quarter, true)
    from (select distinct e.list, e.quarter
          from suspension_proposals t
          cross join lateral jsonb_to_recordset(t.evidence -> 'rankings') e (list text, quarter text)
          where t.district_code = current_district() and t.id = proposal order by 1, 2) l;
    select t.* into p from suspension_proposals t where t.district_code = current_district() and t.id = proposal for update;
    perform from issues i
    where i.district_code = p.district_code and i.id = any(array(select (e.value ->> 'issue_id')::uuid from jsonb_array_elements(p.evidence -> 'issues') e)) order by i.id for share;
    perform from firms f where f.district_code = p.district_code and f.id = p.firm_id for update;
    return p;
end $$;

-- Confirms or dismisses. While another that was confirmed holds longer, this one is not confirmed for a shorter time, and no suspension ahead of a removal: it would end that one. access: id of the decision that is made.
create or replace function suspension_decide(proposal uuid, verdict text, why text, first date, after_last date, access uuid, moment timestamptz, today date,
    out id uuid, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
#variable_conflict use_variable
declare
    p suspension_proposals := suspension_locked(proposal);
    target text := (select t.to_state from suspension_transitions t where t.from_state = p.state and t.action = verdict and t.role = 'district');
    d record;
begin
    id := p.id;
    standing := p.state;
    problem := case
        when p.id is null then 'not_found'
        when target is null then 'state_conflict'
        when p.proposed_by = current_user_id() then 'separation_of_duties'
        when verdict = 'confirm' and suspension_outdated(p) then 'suspension_evidence_outdated'
        when verdict = 'confirm' and exists (
            select from suspension_proposals o
            where o.district_code = p.district_code and o.firm_id = p.firm_id and o.state = 'confirmed'
              and case when o.kind = 'removal' and p.kind = 'suspension' then o.valid_from > coalesce(first, today) and coalesce(o.valid_to > coalesce(first, today), true)
                       else after_last is not null and coalesce(o.valid_to > after_last, true) end) then 'suspension_ends_another'
        end;
    if problem is null and verdict = 'confirm' then
        first := coalesce(first, today);
        select a.problem, a.standing into d
        from decide_market_access(p.district_code, p.firm_id, access, case p.kind when 'removal' then 'exited' else 'suspended' end, why, first, after_last, current_user_id(), moment, null) a;
        problem := d.problem;
        standing := d.standing;
    end if;
    if problem is null then
        update suspension_proposals t set state = target, decided_by = current_user_id(), decided_at = moment, decision_reason = why,
            valid_from = case verdict when 'confirm' then first end, valid_to = case verdict when 'confirm' then after_last end, access_id = case verdict when 'confirm' then access end,
            version = t.version + 1, updated_at = greatest(moment, t.updated_at + interval '1 microsecond')
        where t.district_code = p.district_code and t.id = p.id;
    end if;
end $$;

-- What a firm's access is in a period without a proposal's decisions that were lifted by then: day by day the decision that was made last, while it was to hold, and without one the state that
-- the firm came into the register with. One row for each part of the period; what was put in the place of a lifted one is no decision of its own.
create or replace function market_access_without(firm uuid, since date, until date) returns table (valid_from date, valid_to date, state text, restored uuid)
language sql stable security definer set search_path = public, pg_temp as $$
    with made as materialized (
        select a.id, a.state, a.decided_at, a.valid_from, coalesce(case when a.overtaken_at is null then a.valid_to else a.planned_to end, 'infinity') as ends, coalesce(o.lifted_from, 'infinity') as lifted
        from firm_market_access a
        left join suspension_proposals o on o.district_code = a.district_code and o.access_id = a.id and o.state = 'lifted'
        where a.district_code = current_district() and a.firm_id = firm and a.lifted_proposal is null
    ), part as (
        select d.day as begins, lead(d.day) over (order by d.day) as ends
        from (select since as day union select coalesce(until, 'infinity') union
              select v.day from made m cross join lateral (values (m.valid_from), (m.ends), (m.lifted)) v (day) where v.day > since and v.day < coalesce(until, 'infinity')) d
    )
    select p.begins, nullif(p.ends, 'infinity'), case when l.ends > p.begins then l.state else f.market_access end, case when l.ends > p.begins then l.id end
    from part p
    join firms f on f.district_code = current_district() and f.id = firm
    left join lateral (select m.* from made m where m.valid_from <= p.begins and m.lifted > p.begins order by m.decided_at desc, m.id desc limit 1) l on true
    where p.ends is not null
$$;

-- Lifts one that holds or is to hold. From the day on what it interrupted holds again: another confirmed proposal's decision, or the district's own, as long as it was to; else the state that the
-- firm came into the register with. What the district has decided otherwise since stays.
create or replace function suspension_lift(proposal uuid, why text, day date, access uuid, moment timestamptz, today date, out id uuid, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
#variable_conflict use_variable
declare
    p suspension_proposals := suspension_locked(proposal);
    target text := (select t.to_state from suspension_transitions t where t.from_state = p.state and t.action = 'lift' and t.role = 'district');
    held firm_market_access;
begin
    id := p.id;
    standing := case when p.state = 'confirmed' and p.valid_to <= today then 'ended' else p.state end;
    day := greatest(coalesce(day, today), p.valid_from);
    problem := case
        when p.id is null then 'not_found'
        when target is null or standing = 'ended' then 'state_conflict'
        when p.decided_by = current_user_id() then 'separation_of_duties'
        when day < today then 'takes_effect_in_the_past'
        when day >= p.valid_to then 'suspension_lifted_late'
        end;
    if problem is not null then
        return;
    end if;
    update suspension_proposals t set state = target, lifted_by = current_user_id(), lifted_at = moment, lift_reason = why, lifted_from = day, version = t.version + 1,
        updated_at = greatest(moment, t.updated_at + interval '1 microsecond')
    where t.district_code = p.district_code and t.id = p.id;
    for held in
        select a.* from firm_market_access a
        where a.district_code = p.district_code and a.firm_id = p.firm_id and p.access_id in (a.id, a.restored) and daterange(a.valid_from, a.valid_to) && daterange(day, null)
        order by a.valid_from
    loop
        update firm_market_access a set valid_to = greatest(a.valid_from, day), overtaken_at = moment, planned_to = case when a.overtaken_at is null then a.valid_to else a.planned_to end
        where a.district_code = held.district_code and a.id = held.id;
        insert into firm_market_access (district_code, id, firm_id, state, reason, valid_from, valid_to, decided_by, decided_at, lifted_proposal, restored)
        select p.district_code, case when w.valid_from = day then access else import_id() end, p.firm_id, w.state, why, w.valid_from, w.valid_to, current_user_id(), moment, p.id, w.restored
        from market_access_without(p.firm_id, greatest(held.valid_from, day), held.valid_to) w;
    end loop;
end $$;

revoke all on function market_access_without(uuid, date, date), suspension_rules(date), suspension_rankings(text, integer), suspension_demanded(text, jsonb), suspension_hash(jsonb), suspension_run(text, date, timestamptz, date),
    removal_propose(uuid, jsonb, text, timestamptz, date), suspension_outdated(suspension_proposals), suspension_locked(uuid),
    suspension_decide(uuid, text, text, date, date, uuid, timestamptz, date), suspension_lift(uuid, text, date, uuid, timestamptz, date) from public;
grant execute on function suspension_run(text, date, timestamptz, date), suspension_decide(uuid, text, text, date, date, uuid, timestamptz, date),
    suspension_lift(uuid, text, date, uuid, timestamptz, date) to wuye_district;
grant execute on function removal_propose(uuid, jsonb, text, timestamptz, date) to wuye_district, wuye_street;

reset role;
