-- Findings, brought by devices that were without a net: in any order, more than once, by several at a time. Of what comes with one id the higher revision stands, of equal revisions the
-- greater hash, so that all orders give the same.
set role wuye_owner;

-- seen: that row security shows the caller the inspection. The inspection is held against being submitted meanwhile; devices do not wait for one another but on the same finding.
create or replace function finding_sync(told findings, seen boolean, caller text, moment timestamptz, out id uuid, out outcome text, out revision integer, out withdrawn boolean,
    out issue_id uuid, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    i inspections;
    there findings;
    item jsonb; -- of the sheet
begin
    id := told.id;
    if seen then
        select t.* into i from inspections t where t.district_code = current_district() and t.id = told.inspection_id for share;
    end if;
    select t.value into item
    from inspection_sheets s
    cross join lateral jsonb_array_elements(s.items) t
    where s.district_code in (i.district_code, '*') and s.id = i.sheet_id and t.value ->> 'code' = told.item_code;
    told.ledger := coalesce(told.ledger, item ->> 'ledger');
    told.severity := coalesce(told.severity, (select l.least from issue_defect_lists l where l.list_code = told.defect_list and l.least <> 'ordinary'), item ->> 'severity', 'ordinary');
    standing := i.state;
    problem := case
        when i.id is null then 'inspection_unknown'
        when not inspection_is_mine(i.level, caller) then 'inspection_not_yours'
        when i.state <> 'in_progress' then 'state_conflict'
        when told.result = 'problem' and (told.problem is null or told.ledger is null) then 'finding_incomplete'
        when issue_defect_faults(told.defect_list, told.defect_code, told.severity, i.visited_on) is not null then 'finding_defect_unknown'
        when told.item_code is not null and item is null then 'finding_item_unknown'
        when told.checked_issue_id is not null and not exists (select from inspection_issues(i.follow_up_of) k where k.issue_id = told.checked_issue_id) then 'finding_issue_unknown'
        end;
    if problem is not null then
        return;
    end if;
    insert into findings (district_code, id, inspection_id, revision, item_code, result, ledger, defect_list, defect_code, severity, complexity, place, place_masked, problem, problem_masked,
                          measure, measure_masked, withdrawn, observed_at, content_hash, checked_issue_id, received_at, received_by, updated_at)
    values (i.district_code, told.id, told.inspection_id, told.revision, told.item_code, told.result, told.ledger, told.defect_list, told.defect_code, told.severity, coalesce(told.complexity, 'complex'),
            told.place, told.place, told.problem, told.problem, told.measure, told.measure, coalesce(told.withdrawn, false), told.observed_at, told.content_hash, told.checked_issue_id, moment,
            current_user_id(), moment)
    on conflict on constraint findings_key do update set revision = excluded.revision, item_code = excluded.item_code, result = excluded.result, ledger = excluded.ledger,
        defect_list = excluded.defect_list, defect_code = excluded.defect_code, severity = excluded.severity, complexity = excluded.complexity, place = excluded.place,
        place_masked = excluded.place_masked, problem = excluded.problem, problem_masked = excluded.problem_masked, measure = excluded.measure, measure_masked = excluded.measure_masked,
        withdrawn = excluded.withdrawn, observed_at = excluded.observed_at, content_hash = excluded.content_hash, checked_issue_id = excluded.checked_issue_id,
        received_by = excluded.received_by, updated_at = greatest(excluded.updated_at, findings.updated_at)
    where findings.inspection_id = excluded.inspection_id and (findings.revision, findings.content_hash) < (excluded.revision, excluded.content_hash);
    outcome := case when found then 'stands' end;
    select t.* into there from findings t where t.district_code = i.district_code and t.id = told.id;
    problem := case when there.inspection_id <> told.inspection_id then 'finding_of_another' end;
    outcome := coalesce(outcome, case when there.content_hash = told.content_hash then 'known' else 'superseded' end);
    revision := there.revision;
    withdrawn := there.withdrawn;
    issue_id := there.issue_id;
end $$;

revoke all on function finding_sync(findings, boolean, text, timestamptz) from public;
grant execute on function finding_sync(findings, boolean, text, timestamptz) to wuye_district, wuye_street, wuye_community;

reset role;
