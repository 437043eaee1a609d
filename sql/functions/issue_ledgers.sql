-- Issues put right before anybody is named for them, rolled up into the district's ledger, and published. Whoever needs both takes the estate before an issue's row, and a
-- street's before the district's.
set role wuye_owner;

-- Holds the estate of an issue as issue_record() does; without one there is nothing to be met at.
create or replace function issue_alone(issue uuid) returns void language sql volatile as $$
    select pg_advisory_xact_lock(hashtextextended(concat_ws('|', 'issue', i.district_code, i.estate_id), 0))
    from issues i
    where i.district_code = current_district() and i.id = issue and i.estate_id is not null
$$;

create or replace function issue_correct(issue uuid, if_version integer, document jsonb, caller_role text, caller_name text, moment timestamptz,
    out id uuid, out problem text, out standing text, out faults jsonb)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    was issues;
    i issues;
begin
    perform issue_alone(issue);
    select t.* into was from issues t where t.district_code = current_district() and t.id = issue for update;
    id := was.id;
    standing := was.state;
    i := jsonb_populate_record(was, document - 'place_masked' - 'problem_masked' || jsonb_strip_nulls(jsonb_build_object('place_masked', document -> 'place_masked', 'problem_masked', document -> 'problem_masked')));
    if not document ? 'severity' and i.severity = 'ordinary' then
        i.severity := coalesce((select l.least from issue_defect_lists l where l.list_code = i.defect_list), i.severity);
    end if;
    faults := issue_defect_faults(i.defect_list, i.defect_code, i.severity, i.found_on);
    problem := case
        when was.id is null then 'not_found'
        when was.version <> if_version then 'precondition_failed'
        when not exists (select from issue_transitions t where t.from_state = was.state and t.action = 'correct' and t.role = caller_role and t.level = was.level) then 'state_conflict'
        when faults is not null then 'issue_defect_unknown'
        end;
    if problem is not null then
        return;
    end if;
    moment := greatest(moment, was.updated_at + interval '1 microsecond');
    update issues t set ledger = i.ledger, severity = i.severity, complexity = i.complexity, place = i.place, place_masked = i.place_masked, problem = i.problem,
        problem_masked = i.problem_masked, defect_list = i.defect_list, defect_code = i.defect_code, version = was.version + 1, updated_at = moment
    where t.district_code = was.district_code and t.id = was.id
    returning t.* into i;
    perform issue_tell(i, 'correct', was.state, caller_role, current_user_id(), caller_name, null, null, document, moment), issue_recount(was, i, moment);
end $$;

-- F38. target: the item of the district's ledger, or null for a new one; target_seen: that the caller sees it. A pair is linked once.
create or replace function issue_roll_up(new_id uuid, issue uuid, target uuid, target_seen boolean, caller_role text, caller_name text, moment timestamptz,
    out id uuid, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
#variable_conflict use_variable
declare
    me constant uuid := current_user_id();
    was issues;
    i issues;
    d issues;
    made record;
begin
    perform issue_alone(issue);
    select t.* into was from issues t where t.district_code = current_district() and t.id = issue for update;
    if target is not null and target <> issue then
        select t.* into d from issues t where t.district_code = was.district_code and t.id = target and t.level = 'district' and t.state not in ('closed', 'withdrawn') for update;
    end if;
    id := was.id;
    standing := was.state;
    problem := case
        when was.id is null then 'not_found'
        when was.level <> 'street' then 'issue_not_of_a_street'
        when was.state in ('closed', 'withdrawn') then 'state_conflict'
        when target is null and was.rolled_up then 'issue_rolled_up'
        when target is not null and (d.id is null or not target_seen) then 'issue_district_unknown'
        when exists (select from issue_links l where l.district_code = was.district_code and l.street_issue_id = was.id and l.district_issue_id = d.id) then 'issue_rolled_up'
        end;
    if problem is not null then
        return;
    end if;
    moment := greatest(moment, was.updated_at + interval '1 microsecond');
    if target is null then
        select r.* into made from issue_record(new_id, was.campaign_id, was.ledger, 'district', was.estate_id, was.street_code, was.community_code, was.place, was.place_masked,
            was.defect_list, was.defect_code, was.problem, was.problem_masked, was.complexity, was.severity, 'roll_up', was.complaint_id, null, null, was.found_on, was.withheld,
            me, caller_role, moment) r;
        problem := made.problem_code;
        if problem is not null then
            return;
        end if;
        target := made.id;
        d.id := null;
    end if;
    insert into issue_links (district_code, street_issue_id, district_issue_id, linked_by, linked_at) values (was.district_code, was.id, target, me, moment);
    update issues t set rolled_up = true, version = t.version + 1, updated_at = moment where t.district_code = was.district_code and t.id = was.id returning t.* into i;
    perform issue_tell(i, 'roll_up', was.state, caller_role, me, caller_name, null, null, jsonb_build_object('district_issue_id', target), moment), issue_recount(was, i, moment);
    if d.id is not null then
        perform issue_tell(d, 'roll_up', d.state, caller_role, me, caller_name, null, null, jsonb_build_object('street_issue_id', was.id), moment);
    end if;
end $$;

-- F10: by ids, or a ledger of a campaign; a street those of its own ledger.
create or replace function issues_publish(ids uuid[], campaign uuid, wanted text, caller_role text, caller_name text, moment timestamptz,
    out published integer, out already integer, out left_out integer, out problem text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    ours constant text := current_district();
begin
    if (cardinality(ids) > 0) = (campaign is not null or wanted is not null) or (campaign is null) <> (wanted is null) then
        problem := 'issues_unsaid';
        return;
    end if;
    with meant as (
        select i.district_code, i.id, i.published_at, not i.withheld and i.state <> 'withdrawn' and (i.complaint_id is null or not issue_of_secret(i.district_code, i.complaint_id)) as may
        from issues i
        where i.district_code = ours and (i.id = any (ids) or cardinality(ids) = 0 and i.campaign_id = campaign and i.ledger = wanted)
          and (current_street() is null or i.street_code = current_street() and i.level = 'street')
        order by i.id
        for update
    ), done as (
        update issues i set published_at = moment, version = i.version + 1, updated_at = greatest(moment, i.updated_at + interval '1 microsecond')
        from meant m
        where i.district_code = m.district_code and i.id = m.id and m.may and m.published_at is null
        returning i.*
    ), told as (
        select count(issue_tell(d, 'publish', d.state, caller_role, current_user_id(), caller_name, null, null, null, moment)) from done d
    )
    select (select count(*) from done), count(*) filter (where m.may and m.published_at is not null),
        case when cardinality(ids) > 0 then cardinality(ids) - count(*) filter (where m.may) else count(*) filter (where not m.may) end
    into published, already, left_out
    from meant m, told;
end $$;

revoke all on function issue_correct(uuid, integer, jsonb, text, text, timestamptz), issue_roll_up(uuid, uuid, uuid, boolean, text, text, timestamptz),
    issues_publish(uuid[], uuid, text, text, text, timestamptz) from public;
grant execute on function issue_correct(uuid, integer, jsonb, text, text, timestamptz), issue_roll_up(uuid, uuid, uuid, boolean, text, text, timestamptz),
    issues_publish(uuid[], uuid, text, text, text, timestamptz) to wuye_district, wuye_street;

reset role;
