-- Steps of an issue, by issue_transitions: the row is locked first, so of two who act at once the second meets the state that the first left.
set role wuye_owner;

-- The last day that an issue of this severity may be given, from a day on; null where no rule sets a window.
create or replace function issue_window_end(grave text, day date) returns date language sql stable parallel safe as $$
    select case r.unit when 'working_days' then (add_working_days(day, r.value::integer)).due else day + r.value::integer end
    from rule_at('issue_window', grave, day) r
$$;

-- Stages of evidence that the severity asks for and that are not there.
create or replace function issue_evidence_faults(i issues, day date) returns jsonb language sql stable as $$
    select jsonb_agg(jsonb_build_object('pointer', '', 'code', 'evidence_missing', 'zh', format('缺少%s照片等附件', s.zh), 'en', format('nothing is attached of %s', s.en)) order by s.number)
    from (values ('before', '整改前', 'before rectification', 1), ('after', '整改后', 'after rectification', 2)) s (stage, zh, en, number)
    cross join lateral rule_at('issue_evidence_' || s.stage, i.severity, day) r
    where r.value = 1 and not exists (select from issue_evidence(i.district_code, i.id) e where e.stage = s.stage and e.n > 0)
$$;

-- F39: who is responsible, as the step says, else as before. Names are those of the day.
create or replace function issue_entrust(inout i issues, document jsonb, day date, out problem text, out faults jsonb) language plpgsql stable as $$
begin
    if not document ? 'responsible_kind' then
        problem := case when i.responsible_kind is null then 'issue_responsible_missing' end;
        return;
    end if;
    i.responsible_kind := document ->> 'responsible_kind';
    i.responsible_firm_id := case i.responsible_kind when 'firm' then coalesce((document ->> 'firm_id')::uuid, i.firm_id) end;
    i.committee_id := case i.responsible_kind when 'owners_committee' then (document ->> 'committee_id')::uuid end;
    i.department := case i.responsible_kind when 'department' then document ->> 'department' end;
    i.responsible_name := case i.responsible_kind
        when 'firm' then (select f.name from firms f where f.district_code = i.district_code and f.id = i.responsible_firm_id)
        when 'owners_committee' then (select e.name || '业主委员会' from owners_committees o join estates e on e.district_code = o.district_code and e.id = o.estate_id
                                      where o.district_code = i.district_code and o.id = i.committee_id and coalesce(o.estate_id = i.estate_id, true))
        when 'developer' then document ->> 'name'
        else (select c.zh from codes c where c.list_code = 'department' and c.code = i.department and c.effective_from <= day and coalesce(c.effective_to > day, true)) end;
    if (i.responsible_kind <> 'firm' and document ? 'firm_id') or (i.responsible_kind <> 'owners_committee' and document ? 'committee_id')
        or (i.responsible_kind <> 'department' and document ? 'department') or (i.responsible_kind <> 'developer' and document ? 'name') or i.responsible_name is null then
        problem := 'issue_responsible_unknown';
        faults := jsonb_build_array(jsonb_build_object('pointer', case i.responsible_kind when 'firm' then '/firm_id' when 'owners_committee' then '/committee_id'
                when 'developer' then '/name' else '/department' end, 'code', 'unknown',
            'zh', case i.responsible_kind when 'firm' then '须为本区的物业服务企业' when 'owners_committee' then '须为该小区的业主委员会（committee_id）'
                when 'developer' then '须填写开发建设单位名称（name）' else '须为代码表 department 中的代码' end || '，且不得填写其他类别的责任主体',
            'en', case i.responsible_kind when 'firm' then 'a firm of the district' when 'owners_committee' then 'a committee of the estate'
                when 'developer' then 'the name of the developer' else 'a code of the list department' end || ', and nothing of another kind'));
    end if;
end $$;

-- F25: person, time and measure stand together or not at all; the day lies within what the severity allows.
create or replace function issue_appoint(inout i issues, document jsonb, day date, out problem text) language plpgsql stable as $$
declare
    last constant date := issue_window_end(i.severity, day);
    wanted constant date := (document ->> 'due_on')::date;
begin
    if num_nulls(document ->> 'person', document ->> 'measure') > 0 then
        -- Who was named for one body is not named for another.
        problem := case when num_nonnulls(document ->> 'person', document ->> 'measure', document ->> 'due_on') > 0 or i.person is not null and document ? 'responsible_kind'
                        then 'issue_assignment_incomplete' end;
        return;
    end if;
    i.person := document ->> 'person';
    i.measure := document ->> 'measure';
    i.measure_masked := document ->> 'measure_masked';
    i.due_on := coalesce(wanted, last);
    problem := case when i.due_on is null then 'issue_assignment_incomplete' else issue_due_refusal(i.severity, i.due_on, day) end;
end $$;

create or replace function issue_due_refusal(grave text, wanted date, day date) returns text language sql stable as $$
    select case when wanted < day then 'issue_due_past' when wanted > issue_window_end(grave, day) then 'issue_due_beyond_window' end
$$;

-- `issue` is one that the caller sees: the statement asks first, by row security. said: what goes into the record beside what the step sets (document). The state that stands
-- is told of a step which that does not allow.
create or replace function issue_step(issue uuid, wanted text, document jsonb, said text, said_masked text, caller_role text, caller_name text, moment timestamptz, today date,
    out id uuid, out problem text, out standing text, out faults jsonb)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    me constant uuid := current_user_id();
    was issues;
    i issues;
    step issue_transitions;
    told record;
begin
    document := jsonb_strip_nulls(coalesce(document, '{}'));
    if wanted = 'withdraw' then -- streets' issues before the district's
        perform from issues t where t.district_code = current_district()
            and t.id in (select l.street_issue_id from issue_links l where l.district_code = current_district() and l.district_issue_id = issue) order by t.id for update;
    end if;
    select t.* into was from issues t where t.district_code = current_district() and t.id = issue for update;
    if was.id is null or caller_role = 'company' and (was.withheld or was.responsible_firm_id is distinct from current_firm() or was.state in ('found', 'withdrawn')) then
        return;
    end if;
    id := was.id;
    standing := was.state;
    moment := greatest(moment, was.updated_at + interval '1 microsecond');
    i := was;
    select t.* into step from issue_transitions t
    where t.from_state = was.state and t.action = wanted and t.role = caller_role and t.level = was.level and (was.complexity = 'simple' or not t.only_simple);
    problem := case
        when step.action is null then case when wanted = 'rectify' and was.state in ('found', 'assigned') and was.complexity = 'complex' and caller_role <> 'company'
                                           then 'issue_not_assigned' else 'state_conflict' end
        when step.apart_from_rectifier and was.rectified_by = me then 'separation_of_duties'
        end;
    if problem is not null then
        return;
    end if;
    case wanted
        when 'assign' then
            select * into told from issue_entrust(i, document, today);
            i := told.i; problem := told.problem; faults := told.faults;
            if problem is null then
                select * into told from issue_appoint(i, document, today);
                i := told.i; problem := told.problem;
            end if;
            if was.responsible_kind is not null
                and (i.responsible_kind, i.responsible_firm_id, i.committee_id, i.department, i.responsible_name)
                    is distinct from (was.responsible_kind, was.responsible_firm_id, was.committee_id, was.department, was.responsible_name) then
                -- What was said by or to another is not for whoever comes after; it stays among the events.
                i.progress := null; i.progress_masked := null; i.plan := null; i.plan_masked := null; i.note := null; i.note_masked := null; i.deferred_until := null;
            end if;
            i.note := coalesce(document ->> 'note', i.note);
            i.note_masked := coalesce(document ->> 'note_masked', i.note_masked);
            i.assigned_at := moment;
        when 'start', 'yield' then
            -- Not by the state alone: between a rejection and this it may have been put off, or refused.
            i.round := greatest(was.round + (was.state = 'rejected')::integer,
                                1 + (select count(*) from issue_events e where e.district_code = was.district_code and e.issue_id = was.id and e.action = 'reject'));
            i.started_at := moment;
        when 'progress' then
            i.progress := said;
            i.progress_masked := said_masked;
        when 'rectify' then
            faults := issue_evidence_faults(was, today);
            problem := case when faults is not null then 'evidence_missing' end;
            i.rectified_at := moment;
            i.rectified_by := me;
            i.rectified_role := caller_role;
            i.progress := coalesce(said, i.progress);
            i.progress_masked := coalesce(said_masked, i.progress_masked);
        when 'accept' then
            faults := issue_evidence_faults(was, today);
            problem := case when faults is not null then 'evidence_missing' end;
            i.accepted_at := moment;
            i.accepted_by := me;
        when 'reject' then
            i.due_on := coalesce((document ->> 'due_on')::date, i.due_on);
            problem := case when document ? 'due_on' then case when i.person is null then 'issue_not_assigned' else issue_due_refusal(i.severity, i.due_on, today) end end;
        when 'close' then
            -- It may have been taken back since it was accepted on.
            faults := issue_evidence_faults(was, today);
            problem := case when faults is not null then 'evidence_missing' end;
            i.closed_at := moment;
            i.closed_by := me;
        when 'defer' then
            i.plan := document ->> 'plan';
            i.plan_masked := document ->> 'plan_masked';
            i.reported_up_to := document ->> 'reported_up_to';
            i.reported_up_at := moment;
            i.deferred_until := (document ->> 'until')::date;
            problem := case when i.deferred_until <= today then 'issue_due_past' end;
        when 'resume' then
            i.deferred_until := null;
        when 'refuse' then
            i.refusal_decision := document ->> 'decision';
            i.refused_at := moment;
            i.refused_by := me;
        else null;
    end case;
    if problem is not null then
        return;
    end if;
    i.state := case when step.otherwise is not null and i.person is null and (i.complexity = 'complex' or i.responsible_kind is null) then step.otherwise else step.to_state end;
    i := issue_keep(i, moment);
    perform issue_tell(i, wanted, was.state, caller_role, me, caller_name, said, said_masked, document, moment), issue_recount(was, i, moment);
    if wanted = 'withdraw' then
        perform issue_release(s, i, caller_role, caller_name, moment)
        from issue_links l join issues s on s.district_code = l.district_code and s.id = l.street_issue_id
        where l.district_code = i.district_code and l.district_issue_id = i.id
        order by s.id;
    end if;
end $$;

-- F38: a street's issue whose item of the district's ledger was withdrawn is counted with the street's again, unless it went into another one too.
create or replace function issue_release(s issues, gone issues, caller_role text, caller_name text, moment timestamptz) returns void language plpgsql volatile as $$
declare
    now_is issues;
begin
    -- As it is by now: it may have been linked, or counted as overdue, since it was looked up.
    select t.* into s from issues t where t.district_code = s.district_code and t.id = s.id for update;
    update issues t set rolled_up = false, version = t.version + 1, updated_at = greatest(moment, t.updated_at + interval '1 microsecond')
    where t.district_code = s.district_code and t.id = s.id and t.rolled_up
      and not exists (select from issue_links l join issues d on d.district_code = l.district_code and d.id = l.district_issue_id
                      where l.district_code = t.district_code and l.street_issue_id = t.id and d.state <> 'withdrawn')
    returning t.* into now_is;
    if found then
        perform issue_tell(now_is, 'roll_up', s.state, caller_role, current_user_id(), caller_name, null, null, jsonb_build_object('withdrawn_issue_id', gone.id), moment),
            issue_recount(s, now_is, moment);
    end if;
end $$;

-- What a step may change, written down; the row as it is then. Whatever moves it is no longer counted as overdue; if its day is past all the same, it will be again.
create or replace function issue_keep(i issues, moment timestamptz) returns issues language sql volatile as $$
    update issues t set
        state = i.state, round = i.round, responsible_kind = i.responsible_kind, responsible_firm_id = i.responsible_firm_id, committee_id = i.committee_id, department = i.department,
        responsible_name = i.responsible_name, person = i.person, due_on = i.due_on, measure = i.measure, measure_masked = i.measure_masked, note = i.note, note_masked = i.note_masked,
        progress = i.progress, progress_masked = i.progress_masked, assigned_at = i.assigned_at, started_at = i.started_at, rectified_at = i.rectified_at, rectified_by = i.rectified_by,
        rectified_role = i.rectified_role, accepted_at = i.accepted_at, accepted_by = i.accepted_by, closed_at = i.closed_at, closed_by = i.closed_by, plan = i.plan,
        plan_masked = i.plan_masked, reported_up_to = i.reported_up_to, reported_up_at = i.reported_up_at, deferred_until = i.deferred_until, refusal_decision = i.refusal_decision,
        refused_at = i.refused_at, refused_by = i.refused_by,
        overdue_counted = t.overdue_counted and (i.state, i.due_on, i.deferred_until) is not distinct from (t.state, t.due_on, t.deferred_until), version = t.version + 1, updated_at = moment
    where t.district_code = i.district_code and t.id = i.id
    returning t.*
$$;

revoke all on function issue_step(uuid, text, jsonb, text, text, text, text, timestamptz, date) from public;
grant execute on function issue_step(uuid, text, jsonb, text, text, text, text, timestamptz, date) to wuye_district, wuye_street, wuye_community, wuye_company;

reset role;
