-- K20: ballots on paper, entered by two persons who do not see each other's entry; a third decides where they differ. In a secret vote a paper goes by its code alone, in an open one by its unit too.
set role wuye_owner;

-- The chain's lock orders whoever enters and whoever votes online: what is in first stands.
create or replace function vote_paper_enter(new_id uuid, motion uuid, code text, of_unit text, chosen text, proxy text, today date,
    out id uuid, out problem text, out standing text, out receipt text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    m motions := motion_locked(motion);
    c vote_chains;
    v vote_voters;
    p vote_papers;
begin
    problem := case when m.id is null then 'not_found' when num_nonnulls(code, of_unit) <> 1 or of_unit is not null and m.secret then 'vote_paper_unnamed' end;
    if problem is not null then
        return;
    end if;
    select t.* into c from vote_chains t where t.district_code = m.district_code and t.motion_id = m.id for update;
    standing := m.state;
    select t.* into v from vote_voters t
    where t.district_code = m.district_code and t.motion_id = m.id
      and t.code_hash = coalesce(vote_hash('voter:' || code), (select u.code_hash from vote_units u where u.district_code = m.district_code and u.motion_id = m.id and u.unit = of_unit));
    select t.* into p from vote_papers t where t.district_code = m.district_code and t.motion_id = m.id and t.code_hash = v.code_hash;
    problem := case
        when m.state <> 'open' or today > m.closes_on then 'state_conflict'
        when v.code_hash is null then 'vote_code_unknown'
        when exists (select from vote_marks t where t.district_code = m.district_code and t.motion_id = m.id and t.code_hash = v.code_hash) then 'vote_cast_already'
        when exists (select from vote_paper_entries e where e.district_code = p.district_code and e.paper_id = p.id and e.entered_by = current_user_id()) then 'separation_of_duties'
        end;
    if problem is not null then
        return;
    end if;
    id := coalesce(p.id, new_id);
    if p.id is null then
        insert into vote_papers (district_code, id, motion_id, code_hash, state, proxy_document, entries) values (m.district_code, new_id, m.id, v.code_hash, 'pending', proxy, 0);
    elsif exists (select from vote_paper_entries e where e.district_code = p.district_code and e.paper_id = p.id and e.choice = chosen) then
        p.state := 'cast';
        select a.receipt into receipt from vote_append(c, m, v, chosen, 'paper', vote_hash(gen_random_uuid() || ':' || gen_random_uuid()), vote_hash(concat(gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), gen_random_uuid()))) a;
    else
        p.state := 'held';
    end if;
    insert into vote_paper_entries (district_code, paper_id, position, choice, entered_by) values (m.district_code, id, coalesce(p.entries, 0) + 1, chosen, current_user_id());
    update vote_papers t set state = coalesce(p.state, 'pending'), entries = t.entries + 1, proxy_document = coalesce(t.proxy_document, proxy) where t.district_code = m.district_code and t.id = vote_paper_enter.id;
    if p.state = 'cast' then
        update vote_paper_entries e set choice = null where e.district_code = m.district_code and e.paper_id = p.id;
    end if;
end $$;

create or replace function vote_paper_lines(motion uuid) returns table (id uuid, motion_id uuid, unit text, state text, entries integer, entered_by_me boolean, proxy_document text)
language sql stable security definer set search_path = public, pg_temp as $$
    select p.id, p.motion_id, case when not m.secret then (select min(u.unit) from vote_units u where u.district_code = p.district_code and u.motion_id = p.motion_id and u.code_hash = p.code_hash) end,
        p.state, p.entries, exists (select from vote_paper_entries e where e.district_code = p.district_code and e.paper_id = p.id and e.entered_by = current_user_id()), p.proxy_document
    from motion_of_area(motion) m
    join vote_papers p on p.district_code = m.district_code and p.motion_id = m.id
$$;
-- As the same statement left it.
create or replace function vote_paper_line(motion uuid, paper uuid) returns table (id uuid, motion_id uuid, unit text, state text, entries integer, entered_by_me boolean, proxy_document text)
language sql volatile security definer set search_path = public, pg_temp as $$
    select l.* from vote_paper_lines(motion) l where l.id = paper
$$;

revoke all on function vote_paper_enter(uuid, uuid, text, text, text, text, date), vote_paper_lines(uuid), vote_paper_line(uuid, uuid) from public;
grant execute on function vote_paper_enter(uuid, uuid, text, text, text, text, date), vote_paper_lines(uuid), vote_paper_line(uuid, uuid) to wuye_district, wuye_street, wuye_community;

reset role;
