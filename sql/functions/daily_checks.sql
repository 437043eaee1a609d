-- Daily checks (F08) of streets and communities, and on which days there was none. No role writes in the table.
set role wuye_owner;

create or replace function daily_check_make(new_id uuid, body jsonb, caller_role text, moment timestamptz, today date, out id uuid, out problem text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    c daily_checks := jsonb_populate_record(null::daily_checks, jsonb_strip_nulls(body));
    e estates;
    i inspections;
begin
    select t.* into e from estates t
    where t.district_code = current_district() and t.id = c.estate_id and t.street_code = current_street() and t.community_code = coalesce(current_community(), t.community_code);
    select t.* into i from inspections t where t.district_code = current_district() and t.id = c.inspection_id and t.street_code = current_street();
    problem := case
        when num_nonnulls(c.estate_id, c.area) = 0 then 'daily_check_place_missing'
        when c.estate_id is not null and e.id is null then 'estate_unknown'
        when c.checked_on > today then 'day_in_the_future'
        when c.community_code <> coalesce(e.community_code, current_community(), c.community_code) then 'community_unknown'
        when c.community_code is not null and not exists (select from division_jurisdictions j where j.district_code = current_district() and j.code = c.community_code
                                                          and j.street_code = current_street() and j.community_code is not null) then 'community_unknown'
        when c.campaign_id is not null and not exists (select from campaigns k where k.district_code = current_district() and k.id = c.campaign_id and k.state in ('open', 'closed')) then 'campaign_unknown'
        when c.inspection_id is not null and (i.id is null or i.kind <> 'daily' or i.estate_id is distinct from c.estate_id) then 'daily_check_inspection_unfit'
        end;
    if problem is not null then
        return;
    end if;
    insert into daily_checks (district_code, id, campaign_id, checked_on, street_code, community_code, estate_id, area, checked, findings, note, inspection_id, created_by, created_role,
        created_at, updated_at)
    values (current_district(), new_id, c.campaign_id, c.checked_on, current_street(), coalesce(e.community_code, current_community(), c.community_code), e.id, c.area, c.checked,
        coalesce(c.findings, 0), c.note, c.inspection_id, current_user_id(), caller_role, moment, moment);
    id := new_id;
end $$;

-- Recorded in error: by the community that recorded it, or by its street.
create or replace function daily_check_withdraw(wanted uuid, said text, moment timestamptz, out id uuid, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    c daily_checks;
begin
    select t.* into c from daily_checks t
    where t.district_code = current_district() and t.id = wanted and t.street_code = current_street()
      and (current_community() is null or t.created_role = 'community' and t.community_code = current_community())
    for update;
    id := c.id;
    standing := 'withdrawn';
    problem := case when c.id is null then 'not_found' when c.withdrawn_at is not null then 'state_conflict' end;
    if problem is null then
        update daily_checks t set withdrawn_at = moment, withdrawn_reason = said, version = t.version + 1, updated_at = moment where t.district_code = c.district_code and t.id = c.id;
    end if;
end $$;

-- Days on which a check was to be made, today not yet among them: those of a campaign unless others are said, else of the last thirty.
create or replace function daily_check_days(wanted_campaign uuid, first_day date, day_after date, today date) returns setof date
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
    k campaigns;
begin
    select c.* into k from campaigns c where c.district_code = current_district() and c.id = wanted_campaign;
    first_day := coalesce(first_day, k.begins_on, today - 30);
    day_after := least(coalesce(day_after, k.ends_on + 1, today), today);
    if day_after - first_day > 366 then
        raise exception using errcode = 'WU001', message = 'daily_check_period_too_long';
    end if;
    return query
        select d.day
        from (select first_day + n as day from generate_series(0, day_after - first_day - 1) n) d
        left join workdays w on w.date = d.day
        left join lateral rule_at('daily_check_on_working_days', '*', d.day) r on true
        where coalesce(r.value, 0) = 0 or coalesce(w.is_workday, extract(isodow from d.day) < 6);
end $$;

revoke all on function daily_check_make(uuid, jsonb, text, timestamptz, date), daily_check_withdraw(uuid, text, timestamptz), daily_check_days(uuid, date, date, date) from public;
grant execute on function daily_check_make(uuid, jsonb, text, timestamptz, date), daily_check_withdraw(uuid, text, timestamptz) to wuye_street, wuye_community;
grant execute on function daily_check_days(uuid, date, date, date) to wuye_district, wuye_street;

reset role;
