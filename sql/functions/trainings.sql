-- Training and who was there (G02). No role writes in the tables. The training's row is locked first.
set role wuye_owner;

create or replace function training_make(new_id uuid, body jsonb, moment timestamptz, out id uuid, out problem text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    t trainings := jsonb_populate_record(null::trainings, jsonb_strip_nulls(body));
begin
    insert into trainings (district_code, id, street_code, title, subject, audience, held_on, hours, place, organiser, others, created_by, created_at, updated_at)
    values (current_district(), new_id, current_street(), t.title, t.subject, array(select distinct a from unnest(t.audience) a order by 1), t.held_on, t.hours, t.place, t.organiser,
        coalesce(t.others, 0), current_user_id(), moment, moment);
    id := new_id;
end $$;

create or replace function training_locked(training uuid) returns trainings language sql volatile security definer set search_path = public, pg_temp as $$
    select t.* from trainings t
    where t.district_code = current_district() and t.id = training and (current_street() is null or t.street_code = current_street()) for update
$$;

create or replace function training_change(training uuid, changes jsonb, known integer, moment timestamptz, today date, out id uuid, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    t trainings := training_locked(training);
    n trainings := jsonb_populate_record(t, changes);
begin
    id := t.id;
    standing := 'withdrawn';
    problem := case
        when t.id is null then 'not_found'
        when t.version <> known then 'precondition_failed'
        when t.withdrawn_reason is not null then 'state_conflict'
        when n.held_on > today and exists (select from training_attendance a where a.district_code = t.district_code and a.training_id = t.id) then 'training_not_held'
        when exists (select from training_attendance a where a.district_code = t.district_code and a.training_id = t.id and a.hours > n.hours) then 'training_hours'
        end;
    if problem is null then
        update trainings w set title = n.title, held_on = n.held_on, hours = n.hours, place = n.place, others = n.others, withdrawn_reason = n.withdrawn_reason,
            version = w.version + 1, updated_at = greatest(moment, w.updated_at + interval '1 microsecond')
        where w.district_code = t.district_code and w.id = t.id;
    end if;
end $$;

-- Once for each person: said again, the hours that are said last stand.
create or replace function training_attend(training uuid, body jsonb, moment timestamptz, today date, out id uuid, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    t trainings := training_locked(training);
    there uuid[] := array(select distinct p::uuid from jsonb_array_elements_text(body -> 'staff_ids') p order by 1);
    said numeric := coalesce((body ->> 'hours')::numeric, t.hours);
begin
    id := t.id;
    standing := 'withdrawn';
    problem := case
        when t.id is null then 'not_found'
        when t.withdrawn_reason is not null then 'state_conflict'
        when t.held_on > today then 'training_not_held'
        when said > t.hours then 'training_hours'
        when (select count(*) from staff s where s.district_code = t.district_code and s.id = any (there)) < cardinality(there) then 'training_staff_unknown'
        end;
    if problem is null then
        insert into training_attendance (district_code, id, training_id, staff_id, firm_id, hours, recorded_by, recorded_at)
        select s.district_code, gen_random_uuid(), t.id, s.id, s.firm_id, said, current_user_id(), moment from staff s where s.district_code = t.district_code and s.id = any (there)
        on conflict (district_code, training_id, staff_id) do update set hours = excluded.hours, recorded_by = excluded.recorded_by, recorded_at = excluded.recorded_at;
        update trainings w set version = w.version + 1, updated_at = greatest(moment, w.updated_at + interval '1 microsecond') where w.district_code = t.district_code and w.id = t.id;
    end if;
end $$;

revoke all on function training_make(uuid, jsonb, timestamptz), training_locked(uuid), training_change(uuid, jsonb, integer, timestamptz, date), training_attend(uuid, jsonb, timestamptz, date) from public;
grant execute on function training_make(uuid, jsonb, timestamptz), training_change(uuid, jsonb, integer, timestamptz, date), training_attend(uuid, jsonb, timestamptz, date) to wuye_district, wuye_street;

reset role;
