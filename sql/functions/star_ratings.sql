-- Stars (K21): proposed, and granted by another; one that stands for each subject. No role writes in the table. The rating's row is locked first, then what stood.
set role wuye_owner;

-- Who is rated, if the caller may propose it: a firm of the district, an estate or a committee of the caller's area.
create or replace function star_subject(of_kind text, wanted uuid, out name text, out street text, out community text) language sql stable security definer set search_path = public, pg_temp as $$
    select f.name, null, null from firms f where of_kind = 'firm' and f.district_code = current_district() and f.id = wanted
    union all
    select e.name || case of_kind when 'committee' then '业主委员会' else '' end, e.street_code, e.community_code
    from estates e
    left join owners_committees o on of_kind = 'committee' and o.district_code = e.district_code and o.estate_id = e.id and o.kind = 'owners_committee' and o.dissolved_on is null
    where e.district_code = current_district() and wanted = case of_kind when 'estate' then e.id when 'committee' then o.id end
      and e.street_code = coalesce(current_street(), e.street_code) and e.community_code = coalesce(current_community(), e.community_code)
$$;

create or replace function star_propose(new_id uuid, body jsonb, role text, moment timestamptz, out id uuid, out problem text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    r star_ratings := jsonb_populate_record(null::star_ratings, body);
    s record;
begin
    select * into s from star_subject(r.subject_kind, r.subject_id);
    problem := case
        when (r.kind = 'red_committee') <> (r.subject_kind = 'committee') then 'star_subject_misfit'
        when s.name is null then 'star_subject_unknown'
        end;
    if problem is null then
        insert into star_ratings (district_code, id, kind, subject_kind, subject_id, name, street_code, community_code, stars, grounds, proposed_by, proposed_role, created_at, updated_at)
        values (current_district(), new_id, r.kind, r.subject_kind, r.subject_id, s.name, s.street, s.community, r.stars, r.grounds, current_user_id(), role, moment, moment)
        on conflict do nothing
        returning star_ratings.id into id;
        problem := case when id is null then 'star_proposed_already' end;
    end if;
end $$;

create or replace function star_locked(rating uuid) returns star_ratings language sql volatile security definer set search_path = public, pg_temp as $$
    select t.* from star_ratings t where t.district_code = current_district() and t.id = rating for update
$$;

-- What is granted takes the place of what stood.
create or replace function star_decide(rating uuid, grants boolean, said text, moment timestamptz, today date, out id uuid, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    r star_ratings := star_locked(rating);
begin
    id := r.id;
    standing := r.state;
    problem := case
        when r.id is null then 'not_found'
        when r.state <> 'proposed' then 'state_conflict'
        when r.proposed_by = current_user_id() then 'separation_of_duties'
        end;
    if problem is not null then
        return;
    end if;
    update star_ratings t set state = 'ended', ended_on = today, end_reason = '重新评定', version = t.version + 1, updated_at = greatest(moment, t.updated_at + interval '1 microsecond')
    where grants and t.district_code = r.district_code and t.kind = r.kind and t.subject_id = r.subject_id and t.state = 'granted';
    update star_ratings t set state = case when grants then 'granted' else 'refused' end, granted_on = case when grants then today end, decided_by = current_user_id(), decided_at = moment, decision = said,
        version = t.version + 1, updated_at = greatest(moment, t.updated_at + interval '1 microsecond')
    where t.district_code = r.district_code and t.id = r.id;
end $$;

create or replace function star_end(rating uuid, said text, moment timestamptz, today date, out id uuid, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    r star_ratings := star_locked(rating);
begin
    id := r.id;
    standing := r.state;
    problem := case when r.id is null then 'not_found' when r.state <> 'granted' then 'state_conflict' end;
    if problem is null then
        update star_ratings t set state = 'ended', ended_on = today, end_reason = said, version = t.version + 1, updated_at = greatest(moment, t.updated_at + interval '1 microsecond')
        where t.district_code = r.district_code and t.id = r.id;
    end if;
end $$;

revoke all on function star_subject(text, uuid), star_propose(uuid, jsonb, text, timestamptz), star_locked(uuid), star_decide(uuid, boolean, text, timestamptz, date),
    star_end(uuid, text, timestamptz, date) from public;
grant execute on function star_propose(uuid, jsonb, text, timestamptz) to wuye_district, wuye_street, wuye_community;
grant execute on function star_decide(uuid, boolean, text, timestamptz, date), star_end(uuid, text, timestamptz, date) to wuye_district;

reset role;
