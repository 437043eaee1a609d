-- 通报批评 (I11): proposed by one, issued with its number or dropped by another, answered by the unit.
set role wuye_owner;

create or replace function criticism_propose(new_id uuid, body jsonb, moment timestamptz, today date, out id uuid, out problem text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    b record;
    wanted constant text := body ->> 'body_kind';
    assessment constant uuid := (body ->> 'assessment_id')::uuid;
begin
    select o.* into b from campaign_orgs(current_district(), today) o
    where o.owed_by = wanted and coalesce(case wanted when 'street' then o.street_code else o.department_id::text end = body ->> 'body_code', false);
    problem := case
        when b.org_code is null then 'assessment_body_unknown'
        when assessment is not null and not exists (
            select from body_assessments a join body_assessment_results r on r.district_code = a.district_code and r.assessment_id = a.id
            where a.district_code = current_district() and a.id = assessment and a.state in ('published', 'superseded') and r.body_code = body ->> 'body_code') then 'criticism_assessment_unfit'
        end;
    if problem is null then
        insert into criticism_notices (district_code, id, body_kind, body_code, body_name, street_code, department_id, cause, assessment_id, facts, answer_by, proposed_by, proposed_at, updated_at)
        values (current_district(), new_id, wanted, body ->> 'body_code', b.org_name, b.street_code, b.department_id, body ->> 'cause', assessment, body ->> 'facts', (body ->> 'answer_by')::date,
                current_user_id(), moment, moment);
        id := new_id;
    end if;
end $$;

-- decision: issue, drop, or answer, which a street does for itself and the district for a department.
create or replace function criticism_move(notice uuid, wanted text, body jsonb, moment timestamptz, today date, role text, out id uuid, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    n criticism_notices;
    next_state text;
    day constant date := coalesce((body ->> 'issued_on')::date, today);
begin
    select t.* into n from criticism_notices t
    where t.district_code = current_district() and t.id = notice and (current_street() is null or t.street_code = current_street() and t.state in ('issued', 'answered')) for update;
    select t.to_state into next_state from body_assessment_transitions t where t.thing = 'notice' and t.from_state = n.state and t.action = wanted;
    id := n.id;
    standing := n.state;
    problem := case
        when n.id is null then 'not_found'
        when next_state is null then 'state_conflict'
        when wanted = 'answer' and (n.street_code is null) <> (role = 'district') then 'criticism_of_another'
        when wanted = 'answer' then null
        when n.proposed_by = current_user_id() then 'separation_of_duties'
        when wanted = 'issue' and body ->> 'notice_no' is null or wanted = 'drop' and body ->> 'reason' is null then 'criticism_decision_incomplete'
        when wanted = 'issue' and day > today then 'day_in_the_future'
        when wanted = 'issue' and exists (select from criticism_notices t where t.district_code = n.district_code and t.notice_no = body ->> 'notice_no') then 'criticism_no_taken'
        end;
    if problem is not null then
        return;
    end if;
    update criticism_notices t set state = next_state, version = t.version + 1, updated_at = greatest(moment, t.updated_at + interval '1 microsecond'),
        notice_no = case wanted when 'issue' then body ->> 'notice_no' else t.notice_no end, issued_on = case wanted when 'issue' then day else t.issued_on end,
        decision = case wanted when 'answer' then t.decision else body ->> 'reason' end,
        decided_by = case wanted when 'answer' then t.decided_by else current_user_id() end, decided_at = case wanted when 'answer' then t.decided_at else moment end,
        answer = case wanted when 'answer' then body ->> 'answer' end, answered_by = case wanted when 'answer' then current_user_id() end, answered_at = case wanted when 'answer' then moment end
    where t.district_code = n.district_code and t.id = n.id;
end $$;

revoke all on function criticism_propose(uuid, jsonb, timestamptz, date), criticism_move(uuid, text, jsonb, timestamptz, date, text) from public;
grant execute on function criticism_propose(uuid, jsonb, timestamptz, date) to wuye_district;
grant execute on function criticism_move(uuid, text, jsonb, timestamptz, date, text) to wuye_district, wuye_street;

reset role;
