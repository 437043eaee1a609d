-- 不吹哨、不报到、不尽责 (E10): the records that people propose and others decide; what the times say by rule is a view.
set role wuye_owner;

-- Against a community for a complaint, against a department for the call it had. Which findings there are by rule is kept with it; a person may see more than the rule.
create or replace function accountability_propose(record uuid, wanted text, complaint uuid, call uuid, said text, caller_role text, caller_name text, moment timestamptz)
returns table (id uuid, problem text) language plpgsql volatile as $$
declare
    k record;
begin
    select c.district_code, c.id as complaint_id, t.id as call_id, t.department_id, c.street_code, c.community_code into k
    from complaints c
    left join whistle_calls t on t.district_code = c.district_code and t.complaint_id = c.id and t.id = call
    where c.district_code = (select current_district()) and c.id = coalesce(complaint, (select w.complaint_id from whistle_calls w where w.id = call));
    problem := case
        when (wanted = 'no_whistle') <> (call is null) or (call is null and complaint is null) then 'accountability_misfit'
        when k.complaint_id is null or (call is not null and k.call_id is null) then 'source_unknown'
        end;
    if problem is null then
        insert into accountability_records (district_code, id, kind, complaint_id, call_id, department_id, street_code, community_code, facts, detected,
                                            proposed_by, proposed_by_name, proposed_role, proposed_at)
        select k.district_code, record, wanted, k.complaint_id, k.call_id, k.department_id, k.street_code, k.community_code, said,
               coalesce((select array(select json_array_elements_text(f.detected)) from accountability_findings f
                         where f.kind = wanted and f.complaint_id = k.complaint_id and f.call_id is not distinct from k.call_id), '{}'),
               (select current_user_id()), caller_name, caller_role, moment;
    end if;
    return query select record, problem;
end $$;

create or replace function accountability_move(record uuid, wanted text, caller_role text, caller_name text, moment timestamptz, said text)
returns table (id uuid, problem text, standing text) language plpgsql volatile as $$
declare
    r accountability_records;
    step accountability_transitions;
begin
    select t.* into r from accountability_records t where t.district_code = (select current_district()) and t.id = record for update;
    if not found then
        return;
    end if;
    select t.* into step from accountability_transitions t where t.from_state = r.state and t.action = wanted and t.role = caller_role;
    problem := case when step.action is null then 'state_conflict'
                    when wanted in ('confirm', 'dismiss') and r.proposed_by = (select current_user_id()) then 'separation_of_duties' end;
    if problem is null and wanted = 'notify' then
        update accountability_records t set state = step.to_state, notice_no = said, notified_at = moment, version = r.version + 1
        where t.district_code = r.district_code and t.id = r.id;
    elsif problem is null then
        update accountability_records t set state = step.to_state, opinion = said, decided_by = (select current_user_id()), decided_by_name = caller_name,
            decided_at = moment, version = r.version + 1
        where t.district_code = r.district_code and t.id = r.id;
    end if;
    return query select r.id, problem, r.state;
end $$;
grant execute on function accountability_propose(uuid, text, uuid, uuid, text, text, text, timestamptz),
    accountability_move(uuid, text, text, text, timestamptz, text) to wuye_district, wuye_street;

reset role;
