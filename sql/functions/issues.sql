-- Issues: recorded once for a defect at a place, however often it is found. No role writes in the tables: what makes or moves an issue runs as the owner and appends to
-- issue_events what was done, to issue_moves what that changes in the counts.
set role wuye_owner;

-- Of an issue as it was (-1) or as it is now (+1).
create or replace function issue_tally(i issues, n integer, moment timestamptz) returns void language sql volatile as $$
    insert into issue_moves (district_code, campaign_id, ledger, level, street_code, community_code, responsible_kind, severity, rolled_up, withheld, state, n, moved_at)
    select i.district_code, coalesce(i.campaign_id, '00000000-0000-0000-0000-000000000000'), i.ledger, i.level, coalesce(i.street_code, ''), coalesce(i.community_code, ''),
            coalesce(i.responsible_kind, ''), i.severity, i.rolled_up, i.withheld, s.state, n, moment
    from (values (i.state, true), ('overdue', i.overdue_counted)) s (state, holds)
    where s.holds
$$;

-- What became overdue since anybody looked is counted as such from now on, some at a time. Nobody sees a change in the issue: neither its version nor its time moves.
create or replace function issues_count_overdue(today date, most integer, moment timestamptz) returns bigint language sql volatile security definer set search_path = public, pg_temp as $$
    with past as materialized (
        select i.district_code, i.id
        from districts d
        cross join lateral (
            select t.district_code, t.id from issues t where t.district_code = d.district_code and t.uncounted_due < 'infinity' and t.uncounted_due < today limit most for update skip locked
        ) i
        limit most
    ), counted as (
        update issues i set overdue_counted = true, updated_at = i.updated_at
        from past p
        where i.district_code = p.district_code and i.id = p.id
        returning i.*
    ), told as (
        insert into issue_moves (district_code, campaign_id, ledger, level, street_code, community_code, responsible_kind, severity, rolled_up, withheld, state, n, moved_at)
        select c.district_code, coalesce(c.campaign_id, '00000000-0000-0000-0000-000000000000'), c.ledger, c.level, coalesce(c.street_code, ''), coalesce(c.community_code, ''),
            coalesce(c.responsible_kind, ''), c.severity, c.rolled_up, c.withheld, 'overdue', count(*), moment
        from counted c
        group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
    )
    select count(*) from counted
$$;
revoke all on function issues_count_overdue(date, integer, timestamptz) from public;
grant execute on function issues_count_overdue(date, integer, timestamptz) to wuye_worker;

-- What changed, if anything did that is counted by.
create or replace function issue_recount(was issues, now_is issues, moment timestamptz) returns void language sql volatile as $$
    select issue_tally(was, -1, moment), issue_tally(now_is, 1, moment)
    where (was.campaign_id, was.ledger, was.level, was.street_code, was.community_code, was.responsible_kind, was.severity, was.rolled_up, was.state, was.overdue_counted, was.withheld)
        is distinct from (now_is.campaign_id, now_is.ledger, now_is.level, now_is.street_code, now_is.community_code, now_is.responsible_kind, now_is.severity, now_is.rolled_up, now_is.state, now_is.overdue_counted,
            now_is.withheld)
$$;

-- The next line of an issue's life. Its row is held by whoever writes this, or has just been made.
create or replace function issue_tell(i issues, action text, from_state text, by_role text, by_id uuid, by_name text, said text, said_masked text, document jsonb, moment timestamptz)
returns void language sql volatile as $$
    insert into issue_events (district_code, issue_id, seq, action, from_state, to_state, by_role, by_id, by_name, note, note_masked, document, at)
    select i.district_code, i.id, coalesce((select max(e.seq) from issue_events e where e.district_code = i.district_code and e.issue_id = i.id), 0) + 1, action, from_state, i.state,
        by_role, by_id, by_name, said, said_masked, nullif(jsonb_strip_nulls(document), '{}'), moment
$$;

-- F15, F16, F40–F43: what is wrong with a defect as it is named, each with its place. What a safety hazard is no officer says.
create or replace function issue_defect_faults(list text, defect text, grave text, day date) returns jsonb language sql stable parallel safe as $$
    select jsonb_agg(jsonb_build_object('pointer', f.pointer, 'code', f.code, 'zh', f.zh, 'en', f.en))
    from (select) one
    left join issue_defect_lists l on l.list_code = list
    cross join lateral (values
        ('/defect_code', 'required', list is not null and defect is null, '给出 defect_list 时须同时给出其中的代码', 'a code of the list is named with it'),
        ('/defect_list', 'required', list is null and defect is not null, '给出 defect_code 时须同时给出代码所在的 defect_list', 'the list of the code is named with it'),
        ('/defect_list', 'unknown', list is not null and l.list_code is null, '不是问题、设施短板或安全隐患的代码表', 'no list of issues, deficiencies or hazards'),
        ('/defect_code', 'unknown', l.list_code is not null and defect is not null and not exists (
            select from codes c where c.list_code = list and c.code = defect and c.effective_from <= day and coalesce(c.effective_to > day, true)),
            format('代码表 %s 在发现之日没有代码 %s', list, defect), format('the code list %s has no %s on the day that it was found', list, defect)),
        ('/severity', 'enum', array_position('{ordinary,serious,safety}', grave) < array_position('{ordinary,serious,safety}', l.least),
            '代码表 safety_hazard 中的问题一律为安全隐患（safety）', 'what is of the code list safety_hazard is a safety hazard')
    ) f (pointer, code, holds, zh, en)
    where f.holds
$$;

-- The contract that covers an estate on a day, the regular one before the preliminary one that it follows.
create or replace function issue_contract(estate uuid, day date, out contract uuid, out firm uuid) language sql stable security definer set search_path = public, pg_temp as $$
    select c.id, c.firm_id
    from contract_estates e
    join contracts c on c.district_code = e.district_code and c.id = e.contract_id
    where e.district_code = current_district() and e.estate_id = estate and e.in_force and e.service_period @> day
    order by c.kind = 'regular' desc
    limit 1
$$;

-- Where an issue is: of an estate, else as it is said. The caller's area is asked for here too.
create or replace function issue_area(estate uuid, level text, inout street text, inout community text, day date, out problem text) language plpgsql stable as $$
declare
    home text;
begin
    if estate is not null then
        select e.street_code, e.community_code into street, community from estates e where e.district_code = current_district() and e.id = estate;
        problem := case when not found or street <> current_street() or community <> current_community() then 'estate_unknown' end;
        return;
    end if;
    select j.street_code into home from division_jurisdictions j
    where j.district_code = current_district() and j.community_code = community and j.effective_from <= day and coalesce(j.effective_to > day, true)
    limit 1;
    problem := case
        when community is not null and (home is null or home <> street or community <> current_community()) then 'community_unknown'
        when community is null and current_community() is not null then 'community_unknown'
        when coalesce(home, street) is null then case when level = 'street' then 'issue_area_missing' end
        when coalesce(home, street) <> current_street() then 'street_unknown'
        when home is null and not exists (select from division_jurisdictions j where j.district_code = current_district() and j.street_code = street
                                          and j.effective_from <= day and coalesce(j.effective_to > day, true)) then 'street_unknown'
        end;
    street := coalesce(home, street);
end $$;

-- Everybody who makes issues calls this. `id` is the issue that stands for it, `known` that it was there: the same defect at the same place, or the same finding or complaint
-- once more. Two who record one defect at once meet at its estate, which is taken before a complaint's row; whoever records for several estates in one transaction takes these in the order of their ids.
-- What comes from a secret complaint is withheld, and of what is confidential no issue is made (E15). A withheld one gives way to one that is recorded openly.
create or replace function issue_record(new_id uuid, campaign uuid, ledger text, level text, estate uuid, street text, community text, place text, place_masked text, defect_list text,
    defect_code text, problem text, problem_masked text, complexity text, severity text, source text, complaint uuid, inspection uuid, finding uuid, found_on date, withheld boolean,
    creator uuid, creator_role text, moment timestamptz, out id uuid, out known boolean, out problem_code text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
#variable_conflict use_variable
declare
    ours constant text := current_district();
    today constant date := (moment at time zone 'Asia/Shanghai')::date;
    grave constant text := coalesce(severity, (select l.least from issue_defect_lists l where l.list_code = defect_list), 'ordinary');
    hidden boolean := coalesce(withheld, false);
    i issues;
    c complaints;
    k record;
begin
    known := false;
    perform pg_advisory_xact_lock(hashtextextended(concat_ws('|', 'issue', ours, coalesce(estate, finding, complaint, new_id)), 0));
    if complaint is not null then
        select t.* into c from complaints t where t.district_code = ours and t.id = complaint for no key update;
        hidden := hidden or coalesce(c.secret, false);
    end if;
    select a.* into k from issue_area(estate, level, street, community, least(found_on, today)) a;
    problem_code := case
        when complaint is not null and c.id is null then 'not_found'
        when level = 'district' and creator_role <> 'district' and source <> 'roll_up' then 'issue_level_district'
        when c.confidential then 'issue_from_confidential'
        when found_on > today then 'day_in_the_future'
        when k.problem is not null then k.problem
        when campaign is not null and not exists (select from campaigns t where t.district_code = ours and t.id = campaign
                                                         and (t.state in ('open', 'closed') or t.state = 'draft' and creator_role = 'district')) then 'campaign_unknown'
        when issue_defect_faults(defect_list, defect_code, grave, found_on) is not null then 'issue_defect_unknown'
        end;
    if problem_code is not null then
        return;
    end if;
    if finding is not null then
        select s.issue_id into id from issue_sightings s where s.district_code = ours and s.finding_id = finding;
    elsif complaint is not null then
        select s.issue_id into id from issue_sightings s
        join issues t on t.district_code = s.district_code and t.id = s.issue_id
        where s.district_code = ours and s.complaint_id = complaint and t.level = level and t.state not in ('closed', 'withdrawn')
          and (t.defect_list, t.defect_code, t.place_key) is not distinct from (defect_list, defect_code, name_key(coalesce(place, '')))
        limit 1;
    end if;
    known := id is not null;
    if known then
        return;
    end if;
    if estate is not null and defect_code is not null then
        select t.* into i from issues t
        where t.district_code = ours and t.estate_id = estate and t.defect_list = defect_list and t.defect_code = defect_code and t.level = level
          and t.place_key = name_key(coalesce(place, '')) and t.state not in ('closed', 'withdrawn') and (hidden or not t.withheld)
        order by t.withheld
        limit 1
        for update;
    end if;
    known := i.id is not null;
    id := coalesce(i.id, new_id);
    if known then
        -- Neither version nor updated_at: a firm would see by them that somebody has spoken of it again.
        update issues t set times_recorded = t.times_recorded + 1, last_recorded_at = moment, updated_at = t.updated_at where t.district_code = ours and t.id = i.id;
    else
        insert into issues (district_code, id, campaign_id, ledger, level, estate_id, street_code, community_code, firm_id, contract_id, place, place_masked, defect_list, defect_code,
            problem, problem_masked, complexity, severity, source, complaint_id, inspection_id, finding_id, found_on, last_recorded_at, withheld, created_by, created_role, created_at,
            updated_at, recurrence_of)
        select ours, new_id, campaign, ledger, level, estate, k.street, k.community, f.firm, f.contract, coalesce(place, ''), coalesce(place_masked, ''), defect_list, defect_code,
            problem, problem_masked, coalesce(complexity, 'complex'), grave, source, complaint, inspection, finding, found_on, moment, hidden, creator, creator_role, moment, moment,
            (select t.id from issues t
             where t.district_code = ours and t.estate_id = estate and t.defect_list = defect_list and t.defect_code = defect_code and t.level = level
               and t.place_key = name_key(coalesce(place, '')) and t.state = 'closed' and (hidden or not t.withheld)
             order by t.closed_at desc limit 1)
        from issue_contract(estate, found_on) f
        returning * into i;
        perform issue_tell(i, 'record', null, creator_role, creator, (select u.name from users u where u.district_code = ours and u.id = creator), null, null, null, moment),
            issue_tally(i, 1, moment), issue_give_way(i, creator_role, creator, moment);
    end if;
    insert into issue_sightings (district_code, issue_id, id, source, finding_id, complaint_id, problem, problem_masked, recorded_on, recorded_by, recorded_at)
    values (ours, id, new_id, source, finding, complaint, problem, problem_masked, found_on, creator, moment);
end $$;

-- One that is withheld, and that nobody has begun with, is not counted beside the same one recorded openly.
create or replace function issue_give_way(i issues, by_role text, by_id uuid, moment timestamptz) returns void language plpgsql volatile as $$
declare
    was issues;
    gone issues;
begin
    if i.withheld or i.estate_id is null or i.defect_code is null then
        return;
    end if;
    select t.* into was from issues t
    where t.district_code = i.district_code and t.estate_id = i.estate_id and t.defect_list = i.defect_list and t.defect_code = i.defect_code and t.level = i.level
      and t.place_key = i.place_key and t.withheld and t.state in ('found', 'assigned') for update;
    if found then
        update issues t set state = 'withdrawn', overdue_counted = false, version = t.version + 1, updated_at = moment where t.district_code = was.district_code and t.id = was.id returning t.* into gone;
        perform issue_tell(gone, 'withdraw', was.state, by_role, by_id, null, null, null, jsonb_build_object('recorded_as', i.id), moment), issue_recount(was, gone, moment);
    end if;
end $$;

-- Has a complaint that an issue came from become secret or confidential since? Firms and the public do not see it then either.
create or replace function issue_of_secret(district text, complaint uuid) returns boolean language plpgsql stable parallel safe security definer set search_path = public, pg_temp as $$
begin
    return exists (select from complaints c where c.district_code = district and c.id = complaint and (c.secret or c.confidential));
end $$;

revoke all on function issue_record(uuid, uuid, text, text, uuid, text, text, text, text, text, text, text, text, text, text, text, uuid, uuid, uuid, date, boolean, uuid, text, timestamptz),
    issue_contract(uuid, date), issue_of_secret(text, uuid) from public;
grant execute on function issue_record(uuid, uuid, text, text, uuid, text, text, text, text, text, text, text, text, text, text, text, uuid, uuid, uuid, date, boolean, uuid, text, timestamptz),
    issue_defect_faults(text, text, text, date) to wuye_district, wuye_street, wuye_community;
grant execute on function issue_of_secret(text, uuid) to wuye_company, wuye_platform, wuye_hotline, wuye_public;

reset role;
