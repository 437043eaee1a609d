-- K20: owners' votes. Who may vote and what it takes is frozen when a vote opens; every ballot is bound into a chain; after the closing all that is needed to count again is public.
-- No role reads or writes the tables of ballots. In a secret vote nothing that is kept says whose a ballot is, once the vote is closed.
set role wuye_owner;

-- Stable like what it is made of, so that the planner sees through it: a proof hashes ten thousand times.
create or replace function vote_hash(said text) returns text language sql stable strict parallel safe as $$
    select encode(sha256(convert_to(said, 'UTF8')), 'hex')
$$;

-- Whether a part is the share of the whole that is asked for, or more than it: whole numbers and hundredths, multiplied out, so that nothing is rounded.
create or replace function vote_share_met(part numeric, whole numeric, share_part integer, share_of integer, over boolean) returns boolean language sql immutable strict parallel safe as $$
    select case when over then part * share_of > whole * share_part else part * share_of >= whole * share_part end
$$;

create or replace function vote_rule_at(wanted text, day date, district text) returns setof vote_rules language sql stable rows 1 as $$
    select r.* from vote_rules r
    where r.matter = wanted and r.district_code in (district, '*') and r.effective_from <= day and coalesce(r.effective_to > day, true)
    order by r.district_code = '*' limit 1
$$;

-- The motion's row, locked, of the caller's area.
create or replace function motion_locked(motion uuid) returns motions language sql volatile security definer set search_path = public, pg_temp as $$
    select t.* from motions t
    where t.district_code = current_district() and t.id = motion and t.street_code = coalesce(current_street(), t.street_code)
      and t.community_code = coalesce(current_community(), t.community_code) for update
$$;

-- Whether the estate has an owners' committee that can convene the owners and apply for them.
create or replace function committee_works(district text, estate uuid) returns boolean language sql stable as $$
    select exists (select from owners_committees c where c.district_code = district and c.estate_id = estate and c.kind = 'owners_committee' and c.status = 'normal')
$$;

create or replace function motion_make(new_id uuid, body jsonb, moment timestamptz, today date, out id uuid, out problem text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    m motions := jsonb_populate_record(null::motions, jsonb_strip_nulls(body));
    e estates;
begin
    select t.* into e from estates t
    where t.district_code = current_district() and t.id = m.estate_id and t.street_code = coalesce(current_street(), t.street_code) and t.community_code = coalesce(current_community(), t.community_code);
    problem := case
        when e.id is null then 'estate_unknown'
        when m.closes_on < m.opens_on then 'vote_period_reversed'
        when m.convener = 'committee' and not committee_works(e.district_code, e.id) then 'vote_no_committee'
        when m.contract_id is not null and (m.matter <> 'firm_removal'
            or not exists (select from contract_estates c where c.district_code = e.district_code and c.contract_id = m.contract_id and c.estate_id = e.id)) then 'vote_contract_unfit'
        end;
    if problem is null then
        insert into motions (district_code, id, estate_id, estate_code, estate_name, street_code, community_code, convener, matter, title, text, secret, contract_id, opens_on, closes_on,
                             created_by, created_at, updated_at)
        values (e.district_code, new_id, e.id, e.code, e.name, e.street_code, e.community_code, m.convener, m.matter, m.title, m.text, m.secret, m.contract_id, m.opens_on, m.closes_on,
                current_user_id(), moment, moment);
        id := new_id;
    end if;
end $$;

-- Owners with their units, until the vote opens: each is one head, whatever he owns. One who is named again takes the place of what was said of him.
create or replace function motion_voters_add(motion uuid, voters jsonb, anew boolean, moment timestamptz, out id uuid, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    m motions := motion_locked(motion);
begin
    id := m.id;
    standing := m.state;
    problem := case
        when m.id is null then 'not_found'
        when m.state not in ('draft', 'notified') then 'state_conflict'
        -- The hash of a number that follows a known pattern is found out by trying.
        when exists (select from jsonb_array_elements(voters) s (value) where s.value ->> 'voter' ~ '^([0-9]{15}|[0-9]{17}[0-9Xx]|1[0-9]{10})$') then 'vote_voter_named'
        end;
    if problem is not null then
        return;
    end if;
    delete from vote_voters v
    where v.district_code = m.district_code and v.motion_id = m.id
      and (coalesce(anew, false) or v.voter_key in (select vote_hash(concat(m.id, ':', s.value ->> 'voter')) from jsonb_array_elements(voters) s (value)));
    insert into vote_voters (district_code, motion_id, code_hash, voter_key, area_m2, named_by)
    select m.district_code, m.id, s.value ->> 'code_hash', vote_hash(concat(m.id, ':', s.value ->> 'voter')),
        (select sum((u.value ->> 'area_m2')::numeric) from jsonb_array_elements(s.value -> 'units') u (value)), current_user_id()
    from jsonb_array_elements(voters) s (value)
    order by s.value ->> 'code_hash' collate "C";
    insert into vote_units (district_code, motion_id, unit, code_hash, area_m2)
    select m.district_code, m.id, u.value ->> 'unit', s.value ->> 'code_hash', (u.value ->> 'area_m2')::numeric
    from jsonb_array_elements(voters) s (value)
    cross join jsonb_array_elements(s.value -> 'units') u (value);
    update motions t set version = t.version + 1, updated_at = greatest(moment, t.updated_at + interval '1 microsecond') where t.district_code = m.district_code and t.id = m.id;
end $$;

-- Who may vote, as it is hashed and published: hash of the code and area, by hash. An owner finds his own line; nobody else knows whose it is.
create or replace function vote_electorate_text(district text, motion uuid) returns text language sql stable as $$
    select string_agg(format(E'%s\t%s\n', v.code_hash, v.area_m2), '' order by v.code_hash) from vote_voters v where v.district_code = district and v.motion_id = motion
$$;

create or replace function vote_receipts_hash(district text, motion uuid) returns text language sql stable as $$
    select vote_hash(coalesce(string_agg(b.receipt || E'\n', '' order by b.receipt), '')) from vote_ballots b where b.district_code = district and b.motion_id = motion
$$;

create or replace function vote_receipt(choice_nonce text, choice text, area_nonce text, area numeric) returns text language sql stable parallel safe as $$
    select vote_hash(concat(choice_nonce, ':', choice, ':', vote_hash(concat(area_nonce, ':', area))))
$$;

-- The ballots counted, and what the count comes to by the rules that were frozen.
create or replace function vote_count(m motions) returns table (for_heads bigint, for_area_m2 numeric, against_heads bigint, against_area_m2 numeric, abstain_heads bigint, abstain_area_m2 numeric,
    quorate boolean, passed boolean)
language sql stable as $$
    select s.for_heads, s.for_area_m2, s.against_heads, s.against_area_m2, s.abstain_heads, s.abstain_area_m2, r.quorate,
        r.quorate and vote_share_met(s.for_heads, s.voted_heads, m.consent_part, m.consent_of, m.consent_over)
            and vote_share_met(s.for_area_m2, s.voted_area, m.consent_part, m.consent_of, m.consent_over)
    from (
        select count(*) as voted_heads, coalesce(sum(b.area_m2), 0) as voted_area,
            count(*) filter (where b.choice = 'for') as for_heads, coalesce(sum(b.area_m2) filter (where b.choice = 'for'), 0) as for_area_m2,
            count(*) filter (where b.choice = 'against') as against_heads, coalesce(sum(b.area_m2) filter (where b.choice = 'against'), 0) as against_area_m2,
            count(*) filter (where b.choice = 'abstain') as abstain_heads, coalesce(sum(b.area_m2) filter (where b.choice = 'abstain'), 0) as abstain_area_m2
        from vote_ballots b where b.district_code = m.district_code and b.motion_id = m.id
    ) s
    cross join lateral (select vote_share_met(s.voted_heads, m.heads, m.quorum_part, m.quorum_of, m.quorum_over)
                            and vote_share_met(s.voted_area, m.area_m2, m.quorum_part, m.quorum_of, m.quorum_over) as quorate) r
$$;

-- Whether all that came in is there as it came in: each link follows from the one before, each receipt from its ballot, and there is a ballot for each who voted.
-- A vote is new to the planner, which takes it for a few rows.
create or replace function vote_intact(m motions) returns boolean language sql stable set enable_nestloop = off as $$
    select coalesce((
            select bool_and(e.link = vote_hash(concat(e.before, e.entry)) and e.seq = e.place)
            from (select t.seq, t.entry, t.link, lag(t.link, 1, m.electorate_hash) over (order by t.seq) as before, row_number() over (order by t.seq) as place
                  from vote_entries t where t.district_code = m.district_code and t.motion_id = m.id) e), true)
        and coalesce((select bool_and(b.receipt = vote_receipt(b.choice_nonce, b.choice, b.area_nonce, b.area_m2)) from vote_ballots b where b.district_code = m.district_code and b.motion_id = m.id), true)
        and m.electorate_hash = vote_hash(vote_electorate_text(m.district_code, m.id))
        and coalesce(m.ballots_hash = vote_receipts_hash(m.district_code, m.id), true)
        and coalesce(m.chain_head, c.head) = c.head
        and c.head = coalesce((select t.link from vote_entries t where t.district_code = m.district_code and t.motion_id = m.id order by t.seq desc limit 1), m.electorate_hash)
        and c.ballots = (select count(*) from vote_entries t where t.district_code = m.district_code and t.motion_id = m.id)
        and c.ballots = (select count(*) from vote_ballots t where t.district_code = m.district_code and t.motion_id = m.id)
        and c.ballots = (select count(*) from vote_marks t where t.district_code = m.district_code and t.motion_id = m.id)
        and (select coalesce(sum(b.area_m2), 0) from vote_ballots b where b.district_code = m.district_code and b.motion_id = m.id)
            = (select coalesce(sum(v.area_m2), 0) from vote_marks t join vote_voters v on v.district_code = t.district_code and v.motion_id = t.motion_id and v.code_hash = t.code_hash
               where t.district_code = m.district_code and t.motion_id = m.id)
        and (m.closed_on is null or (m.for_heads, m.for_area_m2, m.against_heads, m.against_area_m2, m.abstain_heads, m.abstain_area_m2, m.quorate, m.passed) = (
            select n.for_heads, n.for_area_m2, n.against_heads, n.against_area_m2, n.abstain_heads, n.abstain_area_m2, n.quorate, n.passed from vote_count(m) n))
    from vote_chains c where c.district_code = m.district_code and c.motion_id = m.id
$$;

-- What of a secret vote tells which ballot came when, by its place in the table or by the transaction that wrote it, is overwritten: the ballots are written anew in the order of receipts.
create or replace function vote_forget_order(m motions) returns void language plpgsql volatile as $$
declare
    ballots vote_ballots[] := array(select b from vote_ballots b where b.district_code = m.district_code and b.motion_id = m.id order by b.receipt);
begin
    delete from vote_ballots b where b.district_code = m.district_code and b.motion_id = m.id;
    insert into vote_ballots select b.* from unnest(ballots) b;
end $$;

-- By another than who put the motion or said who may vote: nobody makes an electorate for himself.
create or replace function vote_open(m motions, today date) returns text language plpgsql volatile as $$
declare
    r vote_rules;
    hashed text;
begin
    if m.created_by = current_user_id() or exists (select from vote_voters v where v.district_code = m.district_code and v.motion_id = m.id and v.named_by = current_user_id()) then
        return 'separation_of_duties';
    end if;
    if today < m.opens_on then
        return 'vote_too_early';
    end if;
    if today > m.closes_on then
        return 'vote_period_over';
    end if;
    hashed := vote_hash(vote_electorate_text(m.district_code, m.id));
    if hashed is null then
        return 'vote_nobody';
    end if;
    select t.* into strict r from vote_rule_at(m.matter, today, m.district_code) t;
    -- Each ballot looks its voter up: the planner should not take them for a few until it gets round to counting.
    analyze vote_voters;
    insert into vote_chains (district_code, motion_id, ballots, head) values (m.district_code, m.id, 0, hashed);
    update motions t set quorum_part = r.quorum_part, quorum_of = r.quorum_of, quorum_over = r.quorum_over, consent_part = r.consent_part, consent_of = r.consent_of,
        consent_over = r.consent_over, electorate_hash = hashed, heads = v.heads, area_m2 = v.area_m2,
        units = (select count(*) from vote_units u where u.district_code = m.district_code and u.motion_id = m.id),
        households = (select e.households from estates e where e.district_code = m.district_code and e.id = m.estate_id),
        publicity_days = (select d.value::integer from rule_at('vote_publicity_days', '*', today, m.district_code) d),
        area_crowd = (select d.value::integer from rule_at('vote_area_crowd', '*', today, m.district_code) d),
        sealed_crowd = (select d.value::integer from rule_at('vote_sealed_crowd', '*', today, m.district_code) d)
    from (select count(*) as heads, sum(w.area_m2) as area_m2 from vote_voters w where w.district_code = m.district_code and w.motion_id = m.id) v
    where t.district_code = m.district_code and t.id = m.id;
    return null;
end $$;

-- Papers that are not in, of one voter or of all, come too late; what was entered of them is forgotten.
create or replace function vote_papers_overtaken(m motions, whose text) returns void language sql volatile as $$
    with late as (
        update vote_papers p set state = 'overtaken'
        where p.district_code = m.district_code and p.motion_id = m.id and p.code_hash = coalesce(whose, p.code_hash) and p.state in ('pending', 'held')
        returning p.district_code, p.id
    )
    update vote_paper_entries e set choice = null from late where e.district_code = late.district_code and e.paper_id = late.id
$$;

-- Whoever is casting a ballot holds the chain's row; nobody casts after it was taken here.
create or replace function vote_close(m motions, today date) returns text language plpgsql volatile as $$
declare
    c vote_chains;
begin
    select t.* into c from vote_chains t where t.district_code = m.district_code and t.motion_id = m.id for update;
    if today <= m.closes_on and c.ballots < m.heads then
        return 'vote_still_open';
    end if;
    if m.secret then
        perform vote_forget_order(m);
    end if;
    perform vote_papers_overtaken(m, null);
    update motions t set state = 'publicised', closed_on = today, publicity_until = today + m.publicity_days, for_heads = n.for_heads, for_area_m2 = n.for_area_m2, against_heads = n.against_heads,
        against_area_m2 = n.against_area_m2, abstain_heads = n.abstain_heads, abstain_area_m2 = n.abstain_area_m2, quorate = n.quorate, passed = n.passed,
        ballots_hash = vote_receipts_hash(m.district_code, m.id), chain_head = c.head
    from vote_count(m) n
    where t.district_code = m.district_code and t.id = m.id;
    return null;
end $$;

-- Whoever put the motion does not say that its result stands.
create or replace function vote_unconfirmable(m motions, today date) returns text language sql stable as $$
    select case
        when m.created_by = current_user_id() then 'separation_of_duties'
        when today <= m.publicity_until then 'vote_publicity_running'
        when exists (select from vote_objections o where o.district_code = m.district_code and o.motion_id = m.id and o.state = 'open') then 'vote_objections_open'
        when not coalesce(vote_intact(m), false) then 'vote_broken'
        end
$$;

create or replace function motion_move(motion uuid, move text, said text, moment timestamptz, today date, out id uuid, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    m motions := motion_locked(motion);
    next_state text := (select t.to_state from motion_transitions t where t.from_state = m.state and t.action = move);
begin
    id := m.id;
    standing := m.state;
    problem := case
        when m.id is null then 'not_found'
        when next_state is null then 'state_conflict'
        when move = 'notify' and m.opens_on < today + (select r.value::integer from rule_at('vote_notice_days', '*', today) r) then 'vote_notice_too_short'
        when move = 'open' then vote_open(m, today)
        when move = 'close' then vote_close(m, today)
        when move = 'confirm' then vote_unconfirmable(m, today)
        end;
    if problem is null then
        update motions t set state = next_state, notified_on = case move when 'notify' then today else t.notified_on end, effective_on = case move when 'confirm' then today end,
            confirmed_by = case move when 'confirm' then current_user_id() end, ended_reason = case when move in ('withdraw', 'void') then said end,
            version = t.version + 1, updated_at = greatest(moment, t.updated_at + interval '1 microsecond')
        where t.district_code = m.district_code and t.id = m.id;
    end if;
end $$;

-- One more ballot, under the chain's lock. `finder`: what only the voter can make again; of a paper anything, so that it looks like the others.
create or replace function vote_append(c vote_chains, m motions, v vote_voters, chosen text, how text, finder text, nonce text, out receipt text, out entry text, out link text)
language plpgsql volatile as $$
declare
    choice_nonce constant text := vote_hash(nonce || ':choice');
    area_nonce constant text := vote_hash(nonce || ':area');
begin
    receipt := vote_receipt(choice_nonce, chosen, area_nonce, v.area_m2);
    entry := vote_hash(concat(nonce, ':entry:', receipt));
    link := vote_hash(concat(c.head, entry));
    insert into vote_marks (district_code, motion_id, code_hash, via) values (m.district_code, m.id, v.code_hash, how);
    insert into vote_ballots (district_code, motion_id, receipt, choice, area_m2, choice_nonce, area_nonce, finder, code_hash)
    values (m.district_code, m.id, receipt, chosen, v.area_m2, choice_nonce, area_nonce, finder, case when not m.secret then v.code_hash end);
    insert into vote_entries (district_code, motion_id, seq, entry, link) values (m.district_code, m.id, c.ballots + 1, entry, link);
    update vote_chains t set ballots = c.ballots + 1, head = link where t.district_code = c.district_code and t.motion_id = c.motion_id;
end $$;

-- What the voter's code and secret make: where his ballot is found again, and the nonce that opens it. Neither is made from what is kept here.
create or replace function vote_finder(motion uuid, code text, secret text) returns text language sql stable parallel safe as $$
    select vote_hash(concat('ballot:', motion, ':', code, ':', secret))
$$;
create or replace function vote_nonce(motion uuid, code text, secret text) returns text language sql stable parallel safe as $$
    select vote_hash(concat('nonce:', motion, ':', code, ':', secret))
$$;

-- A motion of which owners were notified, as its voters meet it: without a token that of any district.
create or replace function motion_told(motion uuid) returns motions language sql stable security definer set search_path = public, pg_temp as $$
    select t.* from motions t where t.id = motion and t.district_code = coalesce(current_district(), t.district_code) and t.notified_on is not null
$$;

-- By a code, online. The first ballot stands; said again by the same code, secret and choice it is answered again.
create or replace function vote_cast(motion uuid, code text, secret text, chosen text, today date, out id uuid, out problem text, out standing text, out receipt text, out nonce text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    m motions := motion_told(motion);
    c vote_chains;
    v vote_voters;
    where_found constant text := vote_finder(motion, code, secret);
begin
    id := m.id;
    if m.id is null then
        problem := 'not_found';
        return;
    end if;
    -- Who has no code of an open vote holds nobody up.
    if m.state = 'open' and not exists (select from vote_voters t where t.district_code = m.district_code and t.motion_id = m.id and t.code_hash = vote_hash('voter:' || code)) then
        problem := 'vote_code_unknown';
        return;
    end if;
    select t.* into c from vote_chains t where t.district_code = m.district_code and t.motion_id = m.id for update;
    m := motion_told(motion);
    standing := m.state;
    nonce := vote_nonce(motion, code, secret);
    select t.* into v from vote_voters t where t.district_code = m.district_code and t.motion_id = m.id and t.code_hash = vote_hash('voter:' || code);
    select b.receipt into receipt from vote_ballots b where b.district_code = m.district_code and b.motion_id = m.id and b.finder = where_found and b.choice = chosen;
    if receipt is not null then
        return;
    end if;
    problem := case
        when m.state <> 'open' or today > m.closes_on or c.motion_id is null then 'state_conflict' -- without a chain: it has opened this moment
        when v.code_hash is null then 'vote_code_unknown'
        when exists (select from vote_marks t where t.district_code = m.district_code and t.motion_id = m.id and t.code_hash = v.code_hash) then 'vote_cast_already'
        end;
    if problem is null then
        select a.receipt into receipt from vote_append(c, m, v, chosen, 'online', where_found, nonce) a;
        perform vote_papers_overtaken(m, v.code_hash);
    end if;
end $$;

revoke all on function motion_locked(uuid), motion_make(uuid, jsonb, timestamptz, date), motion_voters_add(uuid, jsonb, boolean, timestamptz), vote_electorate_text(text, uuid), vote_receipts_hash(text, uuid),
    vote_count(motions), vote_intact(motions), vote_forget_order(motions), vote_open(motions, date), vote_close(motions, date), vote_papers_overtaken(motions, text), committee_works(text, uuid), vote_unconfirmable(motions, date),
    motion_move(uuid, text, text, timestamptz, date), vote_append(vote_chains, motions, vote_voters, text, text, text, text), motion_told(uuid), vote_cast(uuid, text, text, text, date) from public;
grant execute on function motion_make(uuid, jsonb, timestamptz, date), motion_voters_add(uuid, jsonb, boolean, timestamptz), motion_move(uuid, text, text, timestamptz, date)
    to wuye_district, wuye_street, wuye_community;
grant execute on function vote_cast(uuid, text, text, text, date) to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public;

reset role;
