-- How many complaints came on each day, by street, counted by the worker, so that those of a year are added up and not read (B15). What day a complaint came on never changes, its
-- street may; either way its updated_at is then. Whatever a transaction that was under way while the worker counted has changed is met again: none takes a quarter of an hour.
set role wuye_owner;

create or replace function complaint_days_count(moment timestamptz) returns bigint language plpgsql volatile security definer set search_path = public, pg_temp set timezone = 'Asia/Shanghai' as $$
declare
    d record;
    days date[];
    counted bigint := 0;
begin
    lock table complaint_days_counted in share row exclusive mode;
    for d in select t.district_code, k.changes_from from districts t left join complaint_days_counted k using (district_code) order by t.district_code loop
        days := array(select distinct c.received_at::date from complaints c where c.district_code = d.district_code and c.updated_at >= coalesce(d.changes_from, '-infinity'));
        delete from complaint_days k where k.district_code = d.district_code and k.day = any (days);
        insert into complaint_days (district_code, day, street_code, n)
        select d.district_code, g.day, c.street_code, c.n
        from unnest(days) g (day)
        cross join lateral (
            select coalesce(c.street_code, '') as street_code, count(*) as n
            from complaints c
            where c.district_code = d.district_code and c.received_at >= g.day::timestamptz and c.received_at < (g.day + 1)::timestamptz
            group by 1
        ) c;
        insert into complaint_days_counted as k (district_code, changes_from) values (d.district_code, moment - interval '15 minutes')
        on conflict (district_code) do update set changes_from = greatest(k.changes_from, excluded.changes_from);
        counted := counted + cardinality(days);
    end loop;
    return counted;
end $$;

-- Of the caller's district from a day to another, both included; '': in no street. Days on which something changed since are counted anew; before anything was counted, all of them.
-- Planned for the moment that is asked from: otherwise a third of all complaints would be taken for changed.
create or replace function complaints_between(first date, last date) returns table (street_code text, n bigint) language plpgsql stable security definer
set search_path = public, pg_temp set timezone = 'Asia/Shanghai' set plan_cache_mode = force_custom_plan as $$
#variable_conflict use_column
declare
    ours constant text := current_district();
    counted_until constant timestamptz := (select k.changes_from from complaint_days_counted k where k.district_code = current_district());
    begins constant timestamptz := first::timestamptz;
    ends constant timestamptz := (last + 1)::timestamptz;
    anew date[];
begin
    if counted_until is null then
        return query select coalesce(c.street_code, ''), count(*) from complaints c where c.district_code = ours and c.received_at >= begins and c.received_at < ends group by 1;
        return;
    end if;
    anew := array(select distinct c.received_at::date from complaints c where c.district_code = ours and c.updated_at >= counted_until and c.received_at >= begins and c.received_at < ends);
    return query
    select t.street_code, sum(t.n)::bigint
    from (
        select k.street_code, k.n from complaint_days k where k.district_code = ours and k.day between complaints_between.first and complaints_between.last and k.day <> all (anew)
        union all
        select c.street_code, c.n
        from unnest(anew) a (day)
        cross join lateral (
            select coalesce(c.street_code, '') as street_code, count(*) as n
            from complaints c
            where c.district_code = ours and c.received_at >= a.day::timestamptz and c.received_at < (a.day + 1)::timestamptz
            group by 1
        ) c
    ) t
    group by 1;
end $$;

revoke all on function complaint_days_count(timestamptz), complaints_between(date, date) from public;
grant execute on function complaint_days_count(timestamptz) to wuye_worker;

reset role;
