-- K20: what is told of a vote, to whom: the units to the authorities of the place, what a voter has handed in to himself, and after the closing to everybody all that it takes to count again.
set role wuye_owner;

-- A motion that the caller's area has, for what is not public of it.
create or replace function motion_of_area(motion uuid) returns motions language sql stable security definer set search_path = public, pg_temp as $$
    select t.* from motions t
    where t.district_code = current_district() and t.id = motion and t.street_code = coalesce(current_street(), t.street_code) and t.community_code = coalesce(current_community(), t.community_code)
$$;

-- Units with whether their owner has voted, so that those who have not can be asked to; who owns them is not told, but how many units are his. What was chosen is told of an open vote that is closed.
create or replace function motion_unit_lines(motion uuid) returns table (unit text, area_m2 numeric, owner_units bigint, owner_area_m2 numeric, voted boolean, via text, choice text)
language sql stable security definer set search_path = public, pg_temp set enable_nestloop = off as $$
    select u.unit, u.area_m2, count(*) over (partition by u.code_hash), v.area_m2,
        t.code_hash is not null, t.via, case when m.closed_on is not null then b.choice end
    from motion_of_area(motion) m
    join vote_units u on u.district_code = m.district_code and u.motion_id = m.id
    join vote_voters v on v.district_code = u.district_code and v.motion_id = u.motion_id and v.code_hash = u.code_hash
    left join vote_marks t on t.district_code = u.district_code and t.motion_id = u.motion_id and t.code_hash = u.code_hash
    left join vote_ballots b on b.district_code = u.district_code and b.motion_id = u.motion_id and b.code_hash = u.code_hash
$$;

-- Of an open vote that is closed: who chose what. Not planned for a few rows.
create or replace function vote_choices(m motions) returns json language sql stable set enable_nestloop = off as $$
    select json_agg(json_build_object('unit', u.unit, 'choice', b.choice) order by u.unit)
    from vote_ballots b
    join vote_units u on u.district_code = b.district_code and u.motion_id = b.motion_id and u.code_hash = b.code_hash
    where b.district_code = m.district_code and b.motion_id = m.id and not m.secret and m.closed_on is not null
$$;

-- What stands for a code: his units, and whether a ballot is in. What he chose in a secret vote is told to him who has the secret too; in an open one owners read each other's once it is closed.
create or replace function vote_own(motion uuid, code text, secret text) returns table (motion_id uuid, problem text, area_m2 numeric, units json, voted boolean, via text, choice text, receipt text, nonce text,
    paper text, ballots json)
language sql stable security definer set search_path = public, pg_temp as $$
    select m.id, case when m.id is null then 'not_found' when v.code_hash is null then 'vote_code_unknown' end, v.area_m2,
        (select json_agg(json_build_object('unit', u.unit, 'area_m2', u.area_m2::text) order by u.unit) from vote_units u where u.district_code = v.district_code and u.motion_id = v.motion_id and u.code_hash = v.code_hash),
        t.code_hash is not null, t.via, b.choice, b.receipt, case when b.finder = f.finder then vote_nonce(motion, vote_own.code, vote_own.secret) end,
        (select p.state from vote_papers p where p.district_code = v.district_code and p.motion_id = v.motion_id and p.code_hash = v.code_hash),
        case when v.code_hash is not null then vote_choices(m) end
    from (select vote_finder(motion, vote_own.code, vote_own.secret) as finder) f
    left join motion_told(motion) m on true
    left join vote_voters v on v.district_code = m.district_code and v.motion_id = m.id and v.code_hash = vote_hash('voter:' || code)
    left join vote_marks t on t.district_code = v.district_code and t.motion_id = v.motion_id and t.code_hash = v.code_hash
    left join vote_ballots b on b.district_code = v.district_code and b.motion_id = v.motion_id
        and (b.finder = f.finder or b.code_hash = v.code_hash)
$$;

-- Each ballot with what opens its receipt, in the order of receipts. An area that would tell whose ballot it is stays sealed, of an open vote, too, for the firm knows the areas of units: one that fewer ballots than the rule asks for have, or
-- all, but for one at most, with the same choice: that one would know of all others. What the sealed ones come to is said by choice; where they, or those of one choice, are so few that sums tell
-- which they are, all areas stay sealed. Whoever voted opens his own.
create or replace function vote_told(m motions) returns table (receipt text, choice text, area_m2 numeric, choice_nonce text, area_nonce text, sealed boolean) language sql stable as $$
    with told as materialized (
        select b.*, count(*) over alike < m.area_crowd
            or count(*) over alike - greatest(count(*) filter (where b.choice = 'for') over alike, count(*) filter (where b.choice = 'against') over alike,
                                              count(*) filter (where b.choice = 'abstain') over alike) < 2 as tells
        from vote_ballots b where b.district_code = m.district_code and b.motion_id = m.id
        window alike as (partition by b.area_m2)
    )
    select t.receipt, t.choice, t.area_m2, t.choice_nonce, t.area_nonce, t.tells or coalesce(few.are, false)
    from told t
    cross join (select sum(s.ballots) < m.sealed_crowd or min(s.ballots) < m.area_crowd as are from (select count(*) as ballots from told where told.tells group by told.choice) s) few
$$;

create or replace function motion_proof(motion uuid) returns table (motion_id uuid, state text, secret boolean, quorum_part integer, quorum_of integer, quorum_over boolean, consent_part integer, consent_of integer,
    consent_over boolean, electorate_text text, electorate_hash text, voted_text text, ballots_text text, ballots_hash text, entries_text text, chain_head text, sealed_for_m2 numeric, sealed_against_m2 numeric,
    sealed_abstain_m2 numeric, heads integer, area_m2 numeric, for_heads integer, for_area_m2 numeric, against_heads integer, against_area_m2 numeric, abstain_heads integer, abstain_area_m2 numeric,
    quorate boolean, passed boolean, intact boolean)
language sql stable security definer set search_path = public, pg_temp as $$
    select m.id, m.state, m.secret, m.quorum_part, m.quorum_of, m.quorum_over, m.consent_part, m.consent_of, m.consent_over,
        vote_electorate_text(m.district_code, m.id), m.electorate_hash,
        (select coalesce(string_agg(t.code_hash || E'\n', '' order by t.code_hash), '') from vote_marks t where t.district_code = m.district_code and t.motion_id = m.id),
        b.told, m.ballots_hash,
        (select coalesce(string_agg(e.entry || E'\n', '' order by e.seq), '') from vote_entries e where e.district_code = m.district_code and e.motion_id = m.id), m.chain_head,
        b.sealed_for, b.sealed_against, b.sealed_abstain,
        m.heads, m.area_m2, m.for_heads, m.for_area_m2, m.against_heads, m.against_area_m2, m.abstain_heads, m.abstain_area_m2, m.quorate, m.passed, coalesce(vote_intact(m), false)
    from motion_told(motion) m
    cross join lateral (
        select coalesce(string_agg(format(E'%s\t%s\t%s\t%s\t%s\t%s\n', t.receipt, t.choice, t.choice_nonce, vote_hash(concat(t.area_nonce, ':', t.area_m2)),
                case when t.sealed then '-' else t.area_m2::text end, case when t.sealed then '-' else t.area_nonce end), '' order by t.receipt), '') as told,
            coalesce(sum(t.area_m2) filter (where t.sealed and t.choice = 'for'), 0.00) as sealed_for, coalesce(sum(t.area_m2) filter (where t.sealed and t.choice = 'against'), 0.00) as sealed_against,
            coalesce(sum(t.area_m2) filter (where t.sealed and t.choice = 'abstain'), 0.00) as sealed_abstain
        from vote_told(m) t) b
    where m.closed_on is not null
$$;

-- While a result is in publicity, by the code of an owner: once each.
create or replace function vote_objection_add(new_id uuid, motion uuid, code text, said text, moment timestamptz, today date, out id uuid, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    m motions := motion_told(motion);
    hashed constant text := vote_hash('voter:' || code);
begin
    -- Held against being confirmed meanwhile.
    select t.* into m from motions t where t.district_code = m.district_code and t.id = m.id for share;
    standing := m.state;
    problem := case
        when m.id is null then 'not_found'
        when m.state <> 'publicised' or today > m.publicity_until then 'state_conflict'
        when not exists (select from vote_voters v where v.district_code = m.district_code and v.motion_id = m.id and v.code_hash = hashed) then 'vote_code_unknown'
        end;
    if problem is null then
        insert into vote_objections (district_code, id, motion_id, street_code, community_code, code_hash, text, raised_on, updated_at)
        values (m.district_code, new_id, m.id, m.street_code, m.community_code, hashed, said, today, moment)
        on conflict do nothing
        returning vote_objections.id into id;
        problem := case when id is null then 'vote_objected_already' end;
    end if;
end $$;

-- Not by whoever put the motion. One that is upheld makes the vote void.
create or replace function vote_objection_decide(objection uuid, wanted text, said text, moment timestamptz, today date, out id uuid, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    o vote_objections;
    m motions;
begin
    m := motion_locked((select t.motion_id from vote_objections t where t.district_code = current_district() and t.id = objection));
    select t.* into o from vote_objections t where t.district_code = m.district_code and t.id = objection for update;
    id := o.id;
    standing := case when o.state <> 'open' then o.state else m.state end;
    problem := case
        when o.id is null then 'not_found'
        when o.state <> 'open' or m.state <> 'publicised' then 'state_conflict'
        when m.created_by = current_user_id() then 'separation_of_duties'
        end;
    if problem is null then
        update vote_objections t set state = wanted, answer = said, decided_by = current_user_id(), decided_at = moment, version = t.version + 1, updated_at = moment
        where t.district_code = o.district_code and t.id = o.id;
        if wanted = 'upheld' then
            perform motion_move(m.id, 'void', said, moment, today);
        end if;
    end if;
end $$;

revoke all on function motion_of_area(uuid), motion_unit_lines(uuid), vote_choices(motions), vote_own(uuid, text, text), vote_told(motions), motion_proof(uuid), vote_objection_add(uuid, uuid, text, text, timestamptz, date),
    vote_objection_decide(uuid, text, text, timestamptz, date) from public;
grant execute on function motion_of_area(uuid), motion_unit_lines(uuid) to wuye_district, wuye_street, wuye_community;
grant execute on function vote_own(uuid, text, text), motion_proof(uuid), vote_objection_add(uuid, uuid, text, text, timestamptz, date)
    to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public;
grant execute on function vote_objection_decide(uuid, text, text, timestamptz, date) to wuye_district, wuye_street;

reset role;
