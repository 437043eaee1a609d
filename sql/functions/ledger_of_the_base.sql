-- DESIGN. What the district, each street and each community has, counted as of a day. What the registers said when a day was over never changes, so the sums of days that are over
-- are kept (base_ledger_days, base_ledger_sums: made by the worker an hour after midnight), and the sums of any other day are those of the nearest kept one, less what the
-- estates that changed between the two were on the one, plus what they are on the other. A day without a kept one near it is counted whole. Both ways give the same;
-- what differs is how much is read. Kept are only days that are over for an hour: a write that began before midnight is in by then.
--
-- An estate has changed between two days when something of it (itself, its mode, its committees, its contracts) was written between them, or when a day written earlier
-- lies between them, on which it begins or ends. A firm that serves has changed when one of its estates has, or its own row.
--
-- Everything runs as the owner and answers for the caller's own area alone: under row security each mode, committee and contract would be asked for its estate.
set role wuye_owner;

-- Sums by district, street, community, and community in a street; how many firms serve in the same places, each told apart from place to place, by its locality of the day; and how
-- many the district's own register has. Each once of some (…_of: looked up, the plan made once in a session) and once of all (…_of_all: whole registers, joined as they lie and
-- hashed, never one by one; ids say nothing there). Estates alike are counted together first, so what is told apart is told apart over a few rows.
drop function if exists ledger_sums(date, uuid[]);
drop function if exists ledger_firms(date, uuid[]);
drop function if exists ledger_registered(date, uuid[]);
do $do$
declare
    form record;
begin
    for form in select * from (values ('of', 'and %s = any(ids)'), ('of_all', '')) f (name, those) loop
        execute format($f$
            create or replace function ledger_sums_%1$s(day date, ids uuid[]) returns table (street_code text, community_code text, sums numeric[])
            language plpgsql stable security definer set search_path = public, pg_temp as $$
            begin
                return query
                with served as (
                    select distinct ce.estate_id
                    from contract_estates_at(day) ce
                    join contracts_at(day) c on c.district_code = ce.district_code and c.id = ce.contract_id
                    where ce.district_code = (select current_district()) and c.district_code = (select current_district()) and c.in_force and c.service_period @> day %2$s
                ), committees as (
                    select c.estate_id, bool_or(c.kind = 'owners_committee') as committee, bool_or(c.kind <> 'owners_committee') as substitute
                    from owners_committees_at(day) c
                    where c.district_code = (select current_district()) and c.established_on <= day and coalesce(c.dissolved_on > day, true) %3$s
                    group by c.estate_id
                ), modes as (
                    select m.estate_id, m.mode from estate_modes_at(day) m
                    where m.district_code = (select current_district()) and m.valid_from <= day and coalesce(m.valid_to > day, true) %4$s
                ), g as (
                    select e.street_code, e.community_code, m.mode, e.new_or_old, e.old_kind, coalesce(o.committee, false) as committee, coalesce(o.substitute, false) as substitute,
                           f.estate_id is not null as served, count(*) as estates, sum(e.area_m2) as area_m2, sum(e.households) as households
                    from estates_at(day) e
                    left join modes m on m.estate_id = e.id
                    left join committees o on o.estate_id = e.id
                    left join served f on f.estate_id = e.id
                    where e.district_code = (select current_district()) %5$s
                    group by 1, 2, 3, 4, 5, 6, 7, 8
                )
                select coalesce(g.street_code, ''), coalesce(g.community_code, ''), array[
                           sum(g.estates), sum(g.area_m2), coalesce(sum(g.households), 0),
                           coalesce(sum(g.estates) filter (where g.mode = 'market'), 0), coalesce(sum(g.area_m2) filter (where g.mode = 'market'), 0),
                           coalesce(sum(g.estates) filter (where g.mode = 'quasi'), 0), coalesce(sum(g.area_m2) filter (where g.mode = 'quasi'), 0),
                           coalesce(sum(g.estates) filter (where g.mode = 'basic_cleaning'), 0), coalesce(sum(g.area_m2) filter (where g.mode = 'basic_cleaning'), 0),
                           coalesce(sum(g.estates) filter (where g.mode = 'self'), 0), coalesce(sum(g.area_m2) filter (where g.mode = 'self'), 0),
                           coalesce(sum(g.estates) filter (where g.mode = 'state_firm'), 0), coalesce(sum(g.area_m2) filter (where g.mode = 'state_firm'), 0),
                           coalesce(sum(g.estates) filter (where g.mode = 'public_welfare'), 0), coalesce(sum(g.area_m2) filter (where g.mode = 'public_welfare'), 0),
                           coalesce(sum(g.estates) filter (where g.mode = 'fallback'), 0), coalesce(sum(g.area_m2) filter (where g.mode = 'fallback'), 0),
                           coalesce(sum(g.estates) filter (where g.mode is null), 0), coalesce(sum(g.area_m2) filter (where g.mode is null), 0),
                           coalesce(sum(g.estates) filter (where g.new_or_old = 'new'), 0), coalesce(sum(g.area_m2) filter (where g.new_or_old = 'new'), 0),
                           coalesce(sum(g.estates) filter (where g.new_or_old = 'ordinary'), 0), coalesce(sum(g.area_m2) filter (where g.new_or_old = 'ordinary'), 0),
                           coalesce(sum(g.estates) filter (where g.new_or_old = 'old'), 0), coalesce(sum(g.area_m2) filter (where g.new_or_old = 'old'), 0),
                           coalesce(sum(g.estates) filter (where g.old_kind = 'single_building'), 0), coalesce(sum(g.area_m2) filter (where g.old_kind = 'single_building'), 0),
                           coalesce(sum(g.estates) filter (where g.old_kind = 'unenclosed'), 0), coalesce(sum(g.area_m2) filter (where g.old_kind = 'unenclosed'), 0),
                           coalesce(sum(g.estates) filter (where g.old_kind = 'enclosed'), 0), coalesce(sum(g.area_m2) filter (where g.old_kind = 'enclosed'), 0),
                           coalesce(sum(g.estates) filter (where g.committee), 0), coalesce(sum(g.estates) filter (where not g.committee and g.substitute), 0), coalesce(sum(g.estates) filter (where g.served), 0)
                       ]
                from g
                group by grouping sets ((), (g.street_code), (g.community_code), (g.street_code, g.community_code))
                having count(*) > 0;
            end $$;

            create or replace function ledger_firms_%1$s(day date, ids uuid[]) returns table (street_code text, community_code text, firms bigint, firms_in bigint)
            language plpgsql stable security definer set search_path = public, pg_temp as $$
            begin
                return query
                with present as (
                    select e.street_code, e.community_code, c.firm_id
                    from contracts_at(day) c
                    join contract_estates_at(day) ce on ce.district_code = c.district_code and ce.contract_id = c.id
                    join estates_at(day) e on e.district_code = ce.district_code and e.id = ce.estate_id
                    where c.district_code = (select current_district()) and ce.district_code = (select current_district()) and e.district_code = (select current_district()) and c.in_force and c.service_period @> day %6$s
                    group by 1, 2, 3
                ), place as (
                    select p.street_code, p.community_code, p.firm_id from present p
                    union all
                    select p.street_code, '', p.firm_id from present p group by 1, 3
                    union all
                    select '', p.community_code, p.firm_id from present p group by 2, 3
                    union all
                    select '', '', p.firm_id from present p group by 3
                )
                select p.street_code, p.community_code, count(*), count(*) filter (where f.locality = 'in_district')
                from place p
                left join (select f.id, f.locality from firms_at(day) f where f.district_code = (select current_district()) %7$s) f on f.id = p.firm_id
                group by 1, 2;
            end $$;

            create or replace function ledger_registered_%1$s(day date, ids uuid[], out firms bigint, out firms_in bigint)
            language plpgsql stable security definer set search_path = public, pg_temp as $$
            begin
                select count(*), count(*) filter (where f.locality = 'in_district')
                into firms, firms_in
                from firms_at(day) f
                left join firm_market_access a on a.district_code = f.district_code and a.firm_id = f.id and daterange(a.valid_from, a.valid_to) @> day and a.decided_at < (day + 1)::timestamptz
                where f.district_code = (select current_district()) and f.status = 'active' and f.entry = 'admitted' and coalesce(a.state, f.market_access) <> 'exited' %7$s;
            end $$;
            revoke all on function ledger_sums_%1$s(date, uuid[]), ledger_firms_%1$s(date, uuid[]), ledger_registered_%1$s(date, uuid[]) from public;
        $f$, form.name, format(form.those, 'ce.estate_id'), format(form.those, 'c.estate_id'), format(form.those, 'm.estate_id'), format(form.those, 'e.id'), format(form.those, 'c.firm_id'), format(form.those, 'f.id'));
    end loop;
end $do$;

-- Everything of a day, with the registers read whole.
drop function if exists ledger_whole(date);
create function ledger_whole(day date)
returns table (street_code text, community_code text, sums numeric[], firms bigint, firms_in bigint, registered bigint, registered_in bigint)
language plpgsql stable security definer set search_path = public, pg_temp
set enable_nestloop = off set enable_mergejoin = off set enable_sort = off set enable_indexscan = off set work_mem = '64MB' as $$
begin
    return query
    select s.street_code, s.community_code, s.sums, coalesce(f.firms, 0), coalesce(f.firms_in, 0), r.firms, r.firms_in
    from ledger_sums_of_all(day, null) s
    cross join ledger_registered_of_all(day, null) r
    left join ledger_firms_of_all(day, null) f on f.street_code = s.street_code and f.community_code = s.community_code;
end $$;

-- What may differ between the ends of two days: estates, and firms by their own row.
create or replace function ledger_changes(first date, last date, out estates uuid[], out firms uuid[])
language plpgsql stable security definer set search_path = public, pg_temp as $$ -- a session plans this once
begin
    with span as materialized (
        select (first + 1)::timestamptz as since, (last + 1)::timestamptz as before, current_district() as district
    ), estate (id) as (
        select e.id from span s join estates e on e.district_code = s.district and e.known_from >= s.since and e.known_from < s.before
        union
        select p.id from span s join estates_past p on p.district_code = s.district and p.known_to >= s.since and p.known_from < s.before and (p.known_to < s.before or p.known_from >= s.since)
        union
        select m.estate_id from span s join estate_modes m on m.district_code = s.district and m.known_from >= s.since and m.known_from < s.before
        union
        select m.estate_id from span s join estate_modes m on m.district_code = s.district and m.valid_from > first and m.valid_from <= last
        union
        select m.estate_id from span s join estate_modes m on m.district_code = s.district and m.valid_to > first and m.valid_to <= last
        union
        select m.estate_id from span s join estate_modes_past m on m.district_code = s.district and m.known_to >= s.since
            and (m.known_to < s.before or m.known_from >= s.since or m.valid_from > first and m.valid_from <= last or m.valid_to > first and m.valid_to <= last)
        union
        select c.estate_id from span s join owners_committees c on c.district_code = s.district and c.known_from >= s.since and c.known_from < s.before
        union
        select c.estate_id from span s join owners_committees c on c.district_code = s.district and c.established_on > first and c.established_on <= last
        union
        select c.estate_id from span s join owners_committees c on c.district_code = s.district and c.dissolved_on > first and c.dissolved_on <= last
        union
        select c.estate_id from span s join owners_committees_past c on c.district_code = s.district and c.known_to >= s.since
            and (c.known_to < s.before or c.known_from >= s.since or c.established_on > first and c.established_on <= last or c.dissolved_on > first and c.dissolved_on <= last)
        union
        select e.estate_id from span s join contract_estates e on e.district_code = s.district and e.known_from >= s.since and e.known_from < s.before
        union
        select e.estate_id from span s join contract_estates_past e on e.district_code = s.district and e.known_to >= s.since and (e.known_to < s.before or e.known_from >= s.since)
        union
        select e.estate_id
        from (
            select c.id from span s join contracts c on c.district_code = s.district and c.known_from >= s.since and c.known_from < s.before
            union
            select c.id from span s join contracts c on c.district_code = s.district and c.service_start > first and c.service_start <= last
            union
            select c.id from span s join contracts c on c.district_code = s.district and c.in_force and c.end_date >= first and c.end_date < last
            union
            select c.id from span s join contracts c on c.district_code = s.district and c.terminated_on >= first and c.terminated_on < last
            union
            select c.id from span s join contracts_past c on c.district_code = s.district and c.known_to >= s.since
                and (c.known_to < s.before or c.known_from >= s.since or lower(c.service_period) > first and lower(c.service_period) <= last or upper(c.service_period) > first and upper(c.service_period) <= last)
        ) c
        cross join span s
        join lateral (
            select t.estate_id from contract_estates t where t.district_code = s.district and t.contract_id = c.id
            union
            select p.estate_id from contract_estates_past p where p.district_code = s.district and p.contract_id = c.id
        ) e on true
    ), firm (id) as (
        select f.id from span s join firms f on f.district_code = s.district and f.known_from >= s.since and f.known_from < s.before
        union
        select p.id from span s join firms_past p on p.district_code = s.district and p.known_to >= s.since and p.known_from < s.before and (p.known_to < s.before or p.known_from >= s.since)
        union
        select a.firm_id from span s join firm_market_access a on a.district_code = s.district
            and (a.decided_at >= s.since and a.decided_at < s.before or a.valid_from > first and a.valid_from <= last or a.valid_to > first and a.valid_to <= last)
    )
    select coalesce((select array_agg(e.id) from estate e), '{}'), coalesce((select array_agg(f.id) from firm f), '{}')
    into estates, firms;
end $$;

-- Firms that serve some estates on a day.
create or replace function ledger_serving(day date, places uuid[]) returns setof uuid language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    return query
    select c.firm_id
    from contract_estates_at(ledger_serving.day) ce
    join contracts_at(ledger_serving.day) c on c.district_code = ce.district_code and c.id = ce.contract_id
    where ce.district_code = (select current_district()) and ce.estate_id = any(places) and c.in_force and c.service_period @> ledger_serving.day;
end $$;

-- A kept day near the one asked for, and what has changed between the two. No row: the day is to be counted whole, for there is none, or too much has changed.
create or replace function ledger_near(day date) returns table (kept date, estates uuid[], firms uuid[]) language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
    most constant integer := 2000; -- beyond it, reading whole registers is no slower
begin
    select k.day into kept from base_ledger_days k where k.district_code = current_district() and k.day <= ledger_near.day order by k.day desc limit 1;
    if kept is null then
        select k.day into kept from base_ledger_days k where k.district_code = current_district() and k.day > ledger_near.day order by k.day limit 1;
    end if;
    if kept is null then
        return;
    end if;
    if kept = day then
        estates := '{}';
        firms := '{}';
    else
        select c.estates, c.firms into estates, firms from ledger_changes(least(kept, day), greatest(kept, day)) c;
    end if;
    if cardinality(estates) <= most and cardinality(firms) <= most then
        return next;
    end if;
end $$;

-- The rows of a day, from what is kept and what has changed since (or was not yet) or from the whole.
drop function if exists ledger_rows(date);
create function ledger_rows(day date)
returns table (street_code text, community_code text, sums numeric[], firms bigint, firms_in bigint, registered bigint, registered_in bigint)
language plpgsql stable security definer set search_path = public, pg_temp as $$
#variable_conflict use_variable
declare
    near record;
    serving uuid[];
begin
    select n.* into near from ledger_near(day) n;
    if not found then
        return query select w.* from ledger_whole(day) w;
        return;
    end if;
    if near.estates = '{}' and near.firms = '{}' then
        return query
        select t.street_code, t.community_code, t.sums, t.firms, t.firms_in, k.firms, k.firms_in
        from base_ledger_days k
        join base_ledger_sums t on t.district_code = k.district_code and t.day = k.day
        where k.district_code = current_district() and k.day = near.kept;
        return;
    end if;
    select coalesce(array_agg(f.id), '{}') into serving
    from (select unnest(near.firms) union select ledger_serving(day, near.estates) union select ledger_serving(near.kept, near.estates)) f (id);
    return query
    with differing as (
        select d.street_code, d.community_code, array_agg(d.value order by d.place) as sums
        from (
            select s.street_code, s.community_code, v.place, sum(s.sign * v.value) as value
            from (
                select 1 as sign, a.* from ledger_sums_of(day, near.estates) a
                union all
                select -1, b.* from ledger_sums_of(near.kept, near.estates) b
            ) s
            cross join lateral unnest(s.sums) with ordinality v (value, place)
            group by 1, 2, 3
        ) d
        group by 1, 2
    ), other as (
        select s.street_code, s.community_code, sum(s.sign * s.firms)::bigint as firms, sum(s.sign * s.firms_in)::bigint as firms_in
        from (
            select 1 as sign, a.* from ledger_firms_of(day, serving) a
            union all
            select -1, b.* from ledger_firms_of(near.kept, serving) b
        ) s
        group by 1, 2
    )
    select r.street_code, r.community_code, r.sums, r.firms + coalesce(o.firms, 0), r.firms_in + coalesce(o.firms_in, 0), g.firms, g.firms_in
    from (
        select coalesce(k.street_code, d.street_code) as street_code, coalesce(k.community_code, d.community_code) as community_code,
               case when k.sums is null then d.sums when d.sums is null then k.sums
                    else (select array_agg(a.value + b.value order by a.place) from unnest(k.sums) with ordinality a (value, place) join unnest(d.sums) with ordinality b (value, place) using (place)) end as sums,
               coalesce(k.firms, 0) as firms, coalesce(k.firms_in, 0) as firms_in
        from (select t.street_code, t.community_code, t.sums, t.firms, t.firms_in from base_ledger_sums t where t.district_code = current_district() and t.day = near.kept) k
        full join differing d on d.street_code = k.street_code and d.community_code = k.community_code
    ) r
    left join other o on o.street_code = r.street_code and o.community_code = r.community_code
    cross join (select k.firms + a.firms - b.firms as firms, k.firms_in + a.firms_in - b.firms_in as firms_in
                from base_ledger_days k
                cross join ledger_registered_of(day, near.firms) a
                cross join ledger_registered_of(near.kept, near.firms) b
                where k.district_code = current_district() and k.day = near.kept) g
    where r.sums[1] > 0;
end $$;

drop function if exists base_ledger_registered(date);
drop function if exists base_ledger(date);
create function base_ledger(day date) returns table (
    code text, communities bigint, estates bigint, area_m2 numeric, households bigint, market_estates bigint, market_area numeric,
    quasi_estates bigint, quasi_area numeric, basic_cleaning_estates bigint, basic_cleaning_area numeric, self_estates bigint, self_area numeric,
    state_firm_estates bigint, state_firm_area numeric, public_welfare_estates bigint, public_welfare_area numeric, fallback_estates bigint,
    fallback_area numeric, none_estates bigint, none_area numeric, new_estates bigint, new_area numeric, ordinary_estates bigint,
    ordinary_area numeric, old_estates bigint, old_area numeric, single_building_estates bigint, single_building_area numeric,
    unenclosed_estates bigint, unenclosed_area numeric, enclosed_estates bigint, enclosed_area numeric, committee_estates bigint,
    substitute_estates bigint, served_estates bigint, firms bigint, firms_in bigint, firms_out bigint, registered bigint, registered_in bigint
) language sql stable security definer set search_path = public, pg_temp as $$
    with whole as materialized (
        select r.* from ledger_rows(base_ledger.day) r
    ), own as (
        select coalesce(nullif(w.community_code, ''), nullif(w.street_code, ''), current_district()) as code, w.*,
            case when w.community_code <> '' then 1
                 else (select count(*) from whole c where c.community_code <> '' and c.street_code = w.street_code) end as communities
        from whole w
        where case when current_street() is null then w.street_code = '' or w.community_code = ''
                   when current_community() is null then w.street_code = current_street()
                   else w.street_code = current_street() and w.community_code = current_community() end
    )
    select t.code, t.communities,
        t.sums[1]::bigint, t.sums[2], t.sums[3]::bigint,
        t.sums[4]::bigint, t.sums[5],
        t.sums[6]::bigint, t.sums[7],
        t.sums[8]::bigint, t.sums[9],
        t.sums[10]::bigint, t.sums[11],
        t.sums[12]::bigint, t.sums[13],
        t.sums[14]::bigint, t.sums[15],
        t.sums[16]::bigint, t.sums[17],
        t.sums[18]::bigint, t.sums[19],
        t.sums[20]::bigint, t.sums[21],
        t.sums[22]::bigint, t.sums[23],
        t.sums[24]::bigint, t.sums[25],
        t.sums[26]::bigint, t.sums[27],
        t.sums[28]::bigint, t.sums[29],
        t.sums[30]::bigint, t.sums[31],
        t.sums[32]::bigint, t.sums[33]::bigint, t.sums[34]::bigint,
        t.firms, t.firms_in, t.firms - t.firms_in, t.registered, t.registered_in
    from own t
$$;

-- Keeps the day before for every district that has not kept it, an hour after it was over, and lets go of days that are 40 days old, all but the last ones of months.
-- A day ends at midnight here, whatever the clock of the session. One keeps at a time, and none while registers are loaded (sql/load), which lets go of what is kept:
-- what is loaded counts for days that are over too.
create or replace function base_ledger_keep(moment timestamptz) returns void language plpgsql volatile security definer
set search_path = public, pg_temp set timezone = 'Asia/Shanghai' as $$
declare
    wanted date := (moment at time zone 'Asia/Shanghai' - interval '1 hour')::date - 1;
    before text := current_district();
    d record;
begin
    lock table base_ledger_days in share row exclusive mode;
    delete from base_ledger_days k where k.day < wanted - 40 and extract(day from k.day + 1) <> 1;
    for d in select t.district_code from districts t where not exists (select from base_ledger_days k where k.district_code = t.district_code and k.day = wanted) order by 1 loop
        perform context_set('district', d.district_code);
        insert into base_ledger_days (district_code, day, firms, firms_in, made_at)
        select d.district_code, wanted, r.firms, r.firms_in, moment from ledger_registered_of_all(wanted, null) r
        on conflict do nothing;
        if found then
            insert into base_ledger_sums (district_code, day, street_code, community_code, sums, firms, firms_in)
            select d.district_code, wanted, w.street_code, w.community_code, w.sums, w.firms, w.firms_in from ledger_whole(wanted) w;
        end if;
    end loop;
    perform context_set('district', before);
end $$;

revoke all on function ledger_whole(date), ledger_changes(date, date), ledger_serving(date, uuid[]), ledger_near(date), ledger_rows(date), base_ledger(date), base_ledger_keep(timestamptz) from public;
grant execute on function base_ledger(date) to wuye_district, wuye_street, wuye_community, wuye_platform;
grant execute on function base_ledger_keep(timestamptz) to wuye_worker;

reset role;
