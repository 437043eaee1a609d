-- Rankings of estates by the complaints of a quarter (E08, E09, L4): frozen once, corrected by a next revision, published by another. No role writes in the tables.
set role wuye_owner;

create or replace function quarter_first(quarter text) returns date language sql immutable parallel safe as $$
    select make_date(left(quarter, 4)::integer, right(quarter, 1)::integer * 3 - 2, 1)
$$;

-- The quarter so many before this one; that before Q1 is Q4 of the year before.
create or replace function quarter_before(quarter text, steps integer) returns text language sql immutable parallel safe as $$
    select to_char((quarter_first(quarter) - make_interval(months => steps * 3))::date, 'YYYY-"Q"Q')
$$;

-- How a list is counted by the rules of a day, as it is kept with the count.
create or replace function ranking_method(list text, day date) returns jsonb language sql stable security definer set search_path = public, pg_temp as $$
    select jsonb_build_object('rules_on', day,
        'top', (select trunc(r.value)::integer from rule_at('ranking_top', '*', day) r),
        'ties', (select case r.value when 1 then 'all' else 'none' end from rule_at('ranking_ties_all', '*', day) r),
        'merged', (select case r.value when 1 then 'once' else 'raw' end from rule_at('ranking_merged_once', '*', day) r),
        'invalid', (select case r.value when 1 then 'left_out' else 'counted' end from rule_at('ranking_leaves_out_invalid', '*', day) r),
        'sources', (select coalesce(jsonb_agg(s.source order by s.source), '[]')
                    from unnest(array['hotline12345', 'petition', 'street', 'firm', 'web', 'solicitation']) s (source)
                    cross join lateral rule_at(case list when 'petition' then 'ranking_petition_source' else 'ranking_hotline_source' end, s.source, day) r
                    where r.value = 1),
        'request_types', (select coalesce(jsonb_agg(s.type order by s.type), '[]')
                          from unnest(array['consultation', 'help', 'complaint', 'report', 'suggestion', 'praise']) s (type)
                          cross join lateral rule_at('ranking_request_type', s.type, day) r
                          where r.value = 1),
        'public_least', (select trunc(r.value)::integer from rule_at('ranking_public_least', '*', day) r))
$$;

-- The complaint that a merged one was merged into, in the end: what is found of that one is found of both.
create or replace function complaint_stands_as(complaint uuid) returns complaints language sql stable security definer set search_path = public, pg_temp as $$
    with recursive line as (
        select c.id, c.master_id, 0 as step from complaints c where c.district_code = current_district() and c.id = complaint
        union all
        select m.id, m.master_id, l.step + 1
        from line l
        cross join lateral (select c.id, c.master_id from complaints c where c.district_code = current_district() and c.id = l.master_id offset 0) m
        where l.master_id is not null and l.step < 16
    )
    select c.* from complaints c where c.district_code = current_district() and c.id = (select l.id from line l order by l.step desc limit 1)
$$;

-- What is counted of a list: complaints about an estate, received in the quarter in Asia/Shanghai, whatever is secret included. One range of one index. `merged`: it is counted with another
-- where merged ones count once: with the one that it was merged into, when that is of the list and the estate itself; else (the other came by another way, or is about another place) with the first of
-- the quarter that was merged into the same one, so that none of them is lost because its other half is counted elsewhere or nowhere.
create or replace function ranking_counted(since timestamptz, until timestamptz, method jsonb)
returns table (id uuid, received_at timestamptz, estate_id uuid, firm_id uuid, merged boolean, leader_instruction boolean, group_petition boolean, opinion_event boolean)
language sql stable security definer set search_path = public, pg_temp as $$
    with taken as materialized (
        select c.id, c.received_at, c.estate_id, c.firm_id, c.state, c.validity, c.leader_instruction, c.group_petition, c.opinion_event,
            -- As a case, and not joined: what a merged one became is asked of merged ones alone.
            case when c.state = 'merged' then (select m from complaint_stands_as(c.id) m) end as stands
        from complaints c
        where c.district_code = current_district() and c.received_at >= since and c.received_at < until and c.estate_id is not null
          and c.source = any(array(select jsonb_array_elements_text(method -> 'sources')))
          and c.request_type = any(array(select jsonb_array_elements_text(method -> 'request_types')))
    )
    select t.id, t.received_at, t.estate_id, t.firm_id,
        t.state = 'merged' and ((t.stands).estate_id is not distinct from t.estate_id and method -> 'sources' ? (t.stands).source and method -> 'request_types' ? (t.stands).request_type
                                or row_number() over (partition by t.estate_id, (t.stands).id order by t.received_at, t.id) > 1),
        t.leader_instruction, t.group_petition, t.opinion_event
    from taken t
    where method ->> 'invalid' = 'counted'
       or t.state <> 'rejected' and t.validity not in ('invalid', 'out_of_duty')
          and (t.state <> 'merged' or (t.stands).state <> 'rejected' and (t.stands).validity not in ('invalid', 'out_of_duty'))
$$;

-- Whoever freezes or publishes a list of a quarter waits for whoever does so already; whoever decides by it waits for them, not for one another.
create or replace function ranking_alone(list text, quarter text, shared boolean default false) returns void language sql volatile as $$
    select case when shared then pg_advisory_xact_lock_shared(k.key) else pg_advisory_xact_lock(k.key) end
    from (select hashtextextended(concat_ws('|', 'ranking', current_district(), list, quarter), 0)) k (key)
$$;

-- The text whose SHA-256 is inputs_hash: a line for each complaint that was counted, by id, each ended by a line feed; its members are separated by tabs.
create or replace function ranking_line(id uuid, received_at timestamptz, estate_id uuid, firm_id uuid, merged boolean, leader_instruction boolean, group_petition boolean, opinion_event boolean)
returns text language sql stable parallel safe as $$
    select concat(id, E'\t', to_char(received_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), E'\t', estate_id, E'\t', firm_id, E'\t', merged::integer, E'\t',
        leader_instruction::integer, E'\t', group_petition::integer, E'\t', opinion_event::integer, E'\n')
$$;

create or replace function ranking_count(new_id uuid, list text, quarter text, revision integer, said text, method jsonb, moment timestamptz) returns void
language plpgsql volatile security definer set search_path = public, pg_temp as $$
#variable_conflict use_variable
declare
    district constant text := current_district();
    first constant date := quarter_first(quarter);
    next constant date := (quarter_first(quarter) + interval '3 months')::date;
    once constant boolean := method ->> 'merged' = 'once';
    ties constant boolean := method ->> 'ties' = 'all';
    top constant integer := (method ->> 'top')::integer;
begin
    with counted as materialized (
        select c.* from ranking_counted(first::timestamp at time zone 'Asia/Shanghai', next::timestamp at time zone 'Asia/Shanghai', method) c
    ), shares as (
        select c.estate_id, c.firm_id, count(*) as raw, count(*) filter (where not c.merged) as single, count(*) filter (where c.leader_instruction) as leader,
            count(*) filter (where c.group_petition) as crowd, count(*) filter (where c.opinion_event) as opinion
        from counted c
        group by 1, 2
    ), each as (
        select s.estate_id, sum(s.raw) as raw, sum(s.single) as single, sum(case when once then s.single else s.raw end) as counted, sum(s.leader) as leader, sum(s.crowd) as crowd,
            sum(s.opinion) as opinion,
            jsonb_agg(jsonb_build_object('id', s.firm_id, 'name', f.name, 'counted', case when once then s.single else s.raw end, 'raw', s.raw, 'merged', s.single)
                      order by case when once then s.single else s.raw end desc, s.raw desc, s.firm_id) as firms,
            array_agg(s.firm_id) filter (where s.firm_id is not null) as firm_ids
        from shares s
        left join firms f on f.district_code = district and f.id = s.firm_id
        group by 1
    ), ranked as (
        select e.*, rank() over (order by e.counted desc) as rank, count(*) over (order by e.counted desc) as reached from each e where e.counted > 0
    ), placed as (
        select r.*, t.code, t.name, t.street_code, t.community_code, t.households, row_number() over (order by r.rank, t.code) as position,
            case when ties then r.rank else r.reached end <= top as listed
        from ranked r
        join estates t on t.district_code = district and t.id = r.estate_id
    ), frozen as (
        insert into ranking_snapshots (district_code, id, list, quarter, first_day, next_day, revision, reason, method, counted_at, complaints, estates, listed, inputs_hash, frozen_by,
                                       frozen_at, updated_at)
        select district, new_id, list, quarter, first, next, revision, said, method, moment, coalesce(sum(p.counted), 0), count(*), count(*) filter (where p.listed),
            (select encode(sha256(convert_to(coalesce(string_agg(ranking_line(c.id, c.received_at, c.estate_id, c.firm_id, c.merged, c.leader_instruction, c.group_petition, c.opinion_event), ''
                                                                 order by c.id), ''), 'UTF8')), 'hex') from counted c),
            current_user_id(), moment, moment
        from placed p
    ), served as (
        select s.estate_id, array_agg(s.firm_id) as firm_ids from estates_served(first, next) s group by 1
    )
    insert into ranking_rows (district_code, ranking_id, estate_id, estate_code, estate_name, street_code, community_code, position, rank, listed, counted, counted_raw, counted_merged,
                              households, per_1000_households, leader_instruction, group_petition, opinion_event, firm_id, firms, firm_ids)
    select district, new_id, p.estate_id, p.code, p.name, p.street_code, p.community_code, p.position, p.rank, p.listed, p.counted, p.raw, p.single, p.households,
        exact_share(p.counted * 1000, p.households, 2), p.leader, p.crowd, p.opinion,
        (select (f.value ->> 'id')::uuid from jsonb_array_elements(p.firms) with ordinality f (value, nth)
         where f.value ->> 'id' is not null and (f.value ->> 'counted')::integer > 0 order by f.nth limit 1),
        p.firms, array(select unnest(p.firm_ids) union select unnest(s.firm_ids) order by 1)
    from placed p
    left join served s on s.estate_id = p.estate_id;
end $$;

-- The first revision, or with `wrong` the one that takes its place. `standing`: how the latest that is there stands.
create or replace function ranking_freeze(new_id uuid, list text, quarter text, wrong uuid, said text, rules_on date, moment timestamptz, today date, out id uuid, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
#variable_conflict use_variable
declare
    s ranking_snapshots;
begin
    problem := case
        when (quarter_first(quarter) + interval '3 months')::date > today then 'ranking_quarter_not_over'
        when rules_on > today then 'day_in_the_future'
        end;
    if problem is not null then
        return;
    end if;
    perform ranking_alone(list, quarter);
    select r.* into s from ranking_snapshots r where r.district_code = current_district() and r.list = list and r.quarter = quarter order by r.revision desc limit 1;
    standing := ranking_state(s.district_code, s.list, s.quarter, s.revision, s.published_at);
    problem := case
        when wrong is null and s.id is not null then 'ranking_frozen_already'
        when wrong is not null and not exists (select from ranking_snapshots r where r.district_code = current_district() and r.id = wrong and r.list = list and r.quarter = quarter)
            then 'ranking_unknown'
        when wrong <> s.id then 'ranking_corrected_already'
        end;
    if problem is null then
        perform ranking_count(new_id, list, quarter, coalesce(s.revision, 0) + 1, said, ranking_method(list, coalesce(rules_on, (quarter_first(quarter) + interval '3 months')::date - 1)), moment);
        id := new_id;
    end if;
end $$;

-- Where a revision stands: the next one takes its place, at once when it was not published itself, else when that one is.
create or replace function ranking_state(district text, list text, quarter text, revision integer, published_at timestamptz) returns text
language sql stable security definer set search_path = public, pg_temp as $$
    select case
        when exists (select from ranking_snapshots n where n.district_code = district and n.list = ranking_state.list and n.quarter = ranking_state.quarter
                     and n.revision > ranking_state.revision and (n.published_at is not null or ranking_state.published_at is null)) then 'superseded'
        when published_at is not null then 'published'
        else 'frozen' end
$$;

create or replace function ranking_publish(ranking uuid, moment timestamptz, out id uuid, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    s ranking_snapshots;
begin
    select r.* into s from ranking_snapshots r where r.district_code = current_district() and r.id = ranking;
    if s.id is not null then
        perform ranking_alone(s.list, s.quarter);
        select r.* into s from ranking_snapshots r where r.district_code = current_district() and r.id = ranking for update;
    end if;
    id := s.id;
    standing := ranking_state(s.district_code, s.list, s.quarter, s.revision, s.published_at);
    problem := case
        when s.id is null then 'not_found'
        when standing <> 'frozen' then 'state_conflict'
        when s.frozen_by = current_user_id() then 'separation_of_duties'
        end;
    if problem is null then
        update ranking_snapshots r set published_by = current_user_id(), published_at = moment, version = r.version + 1, updated_at = greatest(moment, r.updated_at + interval '1 microsecond')
        where r.district_code = s.district_code and r.id = s.id;
    end if;
end $$;

-- E09. Of what is published and stands; the rows it tells are the frozen ones that are listed, of a street when it is said. It goes to the one sponsor that they have on its day, unless it
-- names a unit.
create or replace function ranking_notify(new_id uuid, ranking uuid, body jsonb, moment timestamptz, today date, out id uuid, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    s ranking_snapshots;
    n ranking_notices := jsonb_populate_record(null::ranking_notices, jsonb_strip_nulls(body));
    sponsors text[];
begin
    select r.* into s from ranking_snapshots r where r.district_code = current_district() and r.id = ranking;
    standing := ranking_state(s.district_code, s.list, s.quarter, s.revision, s.published_at);
    if n.unit is null and n.recipient = 'sponsor_unit' then
        sponsors := array(select distinct coalesce(sponsor_on(r.estate_id, r.street_code, coalesce(n.noticed_on, today)), '') from ranking_rows r
                          where r.district_code = s.district_code and r.ranking_id = s.id and r.listed and r.street_code = coalesce(n.street_code, r.street_code));
        n.unit := case when cardinality(sponsors) = 1 then nullif(sponsors[1], '') end;
    end if;
    problem := case
        when s.id is null then 'not_found'
        when standing <> 'published' then 'state_conflict'
        when n.noticed_on > today then 'day_in_the_future'
        when n.noticed_on < s.next_day then 'ranking_quarter_not_over'
        when n.street_code is not null and not exists (select from ranking_rows r where r.district_code = s.district_code and r.ranking_id = s.id and r.listed and r.street_code = n.street_code)
            then 'ranking_lists_none_there'
        when n.unit is null then 'ranking_notice_to_nobody'
        end;
    if problem is null then
        insert into ranking_notices (district_code, id, ranking_id, recipient, unit, number, noticed_on, street_code, created_by, created_at)
        values (s.district_code, new_id, s.id, n.recipient, n.unit, n.number, coalesce(n.noticed_on, today), n.street_code, current_user_id(), moment)
        on conflict on constraint ranking_notices_number_once do nothing
        returning ranking_notices.id into id;
        problem := case when id is null then 'ranking_notice_number_taken' end;
    end if;
end $$;

-- What a firm had of an estate's count: its own share alone.
create or replace function ranking_own_share(ranking uuid, estate uuid) returns jsonb language sql stable security definer set search_path = public, pg_temp as $$
    select coalesce(jsonb_agg(f.value), '[]')
    from ranking_rows r
    cross join lateral jsonb_array_elements(r.firms) f
    where r.district_code = current_district() and r.ranking_id = ranking and r.estate_id = estate and f.value ->> 'id' = current_firm()::text
$$;

revoke all on function ranking_method(text, date), complaint_stands_as(uuid), ranking_counted(timestamptz, timestamptz, jsonb), ranking_alone(text, text, boolean),
    ranking_count(uuid, text, text, integer, text, jsonb, timestamptz), ranking_freeze(uuid, text, text, uuid, text, date, timestamptz, date), ranking_state(text, text, text, integer, timestamptz),
    ranking_publish(uuid, timestamptz), ranking_notify(uuid, uuid, jsonb, timestamptz, date), ranking_own_share(uuid, uuid) from public;
grant execute on function quarter_first(text), quarter_before(text, integer) to wuye_member;
grant execute on function ranking_state(text, text, text, integer, timestamptz) to wuye_member;
grant execute on function ranking_own_share(uuid, uuid) to wuye_company;
grant execute on function ranking_freeze(uuid, text, text, uuid, text, date, timestamptz, date), ranking_publish(uuid, timestamptz), ranking_notify(uuid, uuid, jsonb, timestamptz, date)
    to wuye_district;

reset role;
