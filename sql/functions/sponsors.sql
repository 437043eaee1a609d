-- 包保单位 (H02, H05) and 曝光 (H06, H08). No role writes in the tables.
set role wuye_owner;

create or replace function sponsor_make(new_id uuid, body jsonb, moment timestamptz, today date, out id uuid, out problem text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    s sponsors := jsonb_populate_record(null::sponsors, jsonb_strip_nulls(body));
    e estates;
    d departments;
begin
    s.valid_from := coalesce(s.valid_from, today);
    select t.* into e from estates t where t.district_code = current_district() and t.id = s.estate_id;
    select t.* into d from departments t
    where t.district_code = current_district() and t.id = s.department_id and t.valid_from <= s.valid_from and coalesce(t.valid_to > s.valid_from, true);
    problem := case
        when num_nonnulls(s.street_code, s.estate_id) <> 1 or num_nonnulls(s.unit, s.department_id) <> 1 then 'sponsor_incomplete'
        when s.estate_id is not null and e.id is null then 'estate_unknown'
        when s.street_code is not null and not exists (
            select from division_jurisdictions j
            where j.district_code = current_district() and j.code = s.street_code and j.community_code is null and j.effective_from <= s.valid_from and coalesce(j.effective_to > s.valid_from, true))
            then 'street_unknown'
        when s.department_id is not null and d.id is null then 'department_unknown'
        end;
    if problem is null then
        insert into sponsors (district_code, id, unit, department_id, street_code, estate_id, valid_from, created_by, created_at, updated_at)
        values (current_district(), new_id, coalesce(s.unit, d.name), d.id, coalesce(s.street_code, e.street_code), e.id, s.valid_from, current_user_id(), moment, moment)
        on conflict do nothing
        returning sponsors.id into id;
        problem := case when id is null then 'sponsored_already' end;
    end if;
end $$;

create or replace function sponsor_end(sponsor uuid, day date, said text, moment timestamptz, out id uuid, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    s sponsors;
begin
    select t.* into s from sponsors t where t.district_code = current_district() and t.id = sponsor for update;
    id := s.id;
    standing := 'ended';
    problem := case when s.id is null then 'not_found' when s.valid_to is not null then 'state_conflict' when day < s.valid_from then 'period_reversed' end;
    if problem is null then
        update sponsors t set valid_to = day, ended_reason = said, version = t.version + 1, updated_at = greatest(moment, t.updated_at + interval '1 microsecond')
        where t.district_code = s.district_code and t.id = s.id;
    end if;
end $$;

create or replace function exposure_make(new_id uuid, body jsonb, moment timestamptz, today date, out id uuid, out problem text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    x exposures := jsonb_populate_record(null::exposures, jsonb_strip_nulls(body));
begin
    problem := case
        when num_nonnulls(x.estate_id, x.firm_id) = 0 then 'exposure_of_nothing'
        when x.estate_id is not null and not exists (select from estates e where e.district_code = current_district() and e.id = x.estate_id) then 'estate_unknown'
        when x.firm_id is not null and not exists (select from firms f where f.district_code = current_district() and f.id = x.firm_id) then 'firm_unknown'
        when x.listing_id is not null and not exists (
            select from supervision_listings l where l.district_code = current_district() and l.id = x.listing_id and l.estate_id = x.estate_id and l.listed_on is not null) then 'exposure_listing_unknown'
        when x.exposed_on > today then 'day_in_the_future'
        end;
    if problem is null then
        insert into exposures (district_code, id, estate_id, firm_id, listing_id, media, exposed_on, url, title, summary, created_by, created_at, updated_at)
        values (current_district(), new_id, x.estate_id, x.firm_id, x.listing_id, x.media, coalesce(x.exposed_on, today), x.url, x.title, x.summary, current_user_id(), moment, moment)
        on conflict do nothing
        returning exposures.id into id;
        problem := case when id is null then 'exposed_already' end;
    end if;
end $$;

create or replace function exposure_withdraw(exposure uuid, said text, moment timestamptz, out id uuid, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    x exposures;
begin
    select t.* into x from exposures t where t.district_code = current_district() and t.id = exposure for update;
    id := x.id;
    standing := 'withdrawn';
    problem := case when x.id is null then 'not_found' when x.withdrawn_at is not null then 'state_conflict' end;
    if problem is null then
        update exposures t set withdrawn_at = moment, withdrawn_reason = said, version = t.version + 1, updated_at = greatest(moment, t.updated_at + interval '1 microsecond')
        where t.district_code = x.district_code and t.id = x.id;
    end if;
end $$;

-- A firm's name, for whoever reads what is public of it.
create or replace function firm_told(district text, firm uuid) returns table (name text)
language sql stable parallel safe security definer set search_path = public, pg_temp rows 1 as $$
    select f.name from firms f where f.district_code = district and f.id = firm
$$;

revoke all on function sponsor_make(uuid, jsonb, timestamptz, date), sponsor_end(uuid, date, text, timestamptz), exposure_make(uuid, jsonb, timestamptz, date),
    exposure_withdraw(uuid, text, timestamptz), firm_told(text, uuid) from public;
grant execute on function sponsor_make(uuid, jsonb, timestamptz, date), sponsor_end(uuid, date, text, timestamptz), exposure_make(uuid, jsonb, timestamptz, date),
    exposure_withdraw(uuid, text, timestamptz) to wuye_district;
grant execute on function firm_told(text, uuid) to wuye_member;

reset role;
