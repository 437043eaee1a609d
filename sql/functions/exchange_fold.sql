-- The log of changes, made from what was written. A transaction that commits late has written rows that older snapshots do not see, whatever its times and its number say; so each turn takes a
-- snapshot, tells what it sees and the snapshot of the turn before did not, and keeps it for the next. A row that was written once more since the snapshot was taken is the next turn's.
set role wuye_owner;

-- The owner's and the district's question (sql/views/exchange_issues.sql); the platform's row security asks it by itself.
create or replace function exchange_issue_secret(district text, issue uuid) returns boolean language sql stable parallel safe security definer set search_path = public, pg_temp as $$
    select exists (
        select from issues i join complaints c on c.district_code = i.district_code and c.id = i.complaint_id
        where i.district_code = district and i.id = issue and (c.secret or c.confidential))
$$;
revoke all on function exchange_issue_secret(text, uuid) from public;
grant execute on function exchange_issue_secret(text, uuid) to wuye_district, wuye_platform;

-- Who wrote it is new to one snapshot and not to the other. `from` is the first transaction that `seen` may not see, for the index.
create or replace function exchange_is_new(written xid8, seen pg_snapshot, now_seen pg_snapshot) returns boolean language sql immutable parallel safe as $$
    select not pg_visible_in_snapshot(written, seen) and pg_visible_in_snapshot(written, now_seen)
$$;
revoke all on function exchange_is_new(xid8, pg_snapshot, pg_snapshot) from public;

-- Which datasets have something new: asked every second, so its statement is planned once for a connection, and touches an index of each table.
drop function if exists exchange_touched(text, pg_snapshot, pg_snapshot);
do $$
declare
    branches text;
begin
    select string_agg(format('select %L where exists (select from %I t where t.district_code = district and t.written_in >= pg_snapshot_xmin(seen) and exchange_is_new(t.written_in, seen, now_seen))',
                             d.dataset, d.source), ' union all ' order by d.position)
    into branches
    from exchange_datasets d;
    execute format('create function exchange_touched(district text, seen pg_snapshot, now_seen pg_snapshot) returns setof text language plpgsql volatile set search_path = public, pg_temp '
                   'set plan_cache_mode = force_generic_plan as $b$ begin return query %s; end $b$', branches);
end $$;
revoke all on function exchange_touched(text, pg_snapshot, pg_snapshot) from public;

-- Tells of the things that `candidates` (a query of id and came, whether it came just now) names: what is shown is put; what is not, and was, is gone; of what never was shown nothing is
-- said. With `moved_only`, of a thing whose row was not written, only that it came or went. Gives the last number.
create or replace function exchange_tell(district text, name text, candidates text, moved_only boolean, seen pg_snapshot, now_seen pg_snapshot, last_seq bigint, moment timestamptz)
returns bigint language plpgsql volatile set search_path = public, pg_temp as $$
declare
    told bigint;
begin
    execute format($q$
        with judged as (
            select k.id, k.came, v.id is not null as shown, u.thing_id is not null as untold
            from (%s) k
            left join exchange.%I v on v.district_code = $1 and v.id = k.id
            left join exchange_untold u on u.district_code = $1 and u.dataset = $2 and u.thing_id = k.id
        ), hidden as (
            insert into exchange_untold (district_code, dataset, thing_id) select $1, $2, j.id from judged j where not j.shown and not j.untold
        ), uncovered as (
            delete from exchange_untold u using judged j where u.district_code = $1 and u.dataset = $2 and u.thing_id = j.id and j.shown and j.untold
        ), said as (
            insert into changes (district_code, at, seq, dataset, thing_id, kind)
            select $1, $6, $5 + row_number() over (order by j.id), $2, j.id, case when j.shown then 'put' else 'gone' end
            from judged j
            where case when j.shown then j.untold or not $7 else not j.untold and not j.came end
            returning 1
        )
        select count(*) from said$q$, candidates, name)
    using district, name, seen, now_seen, last_seq, moment, moved_only
    into told;
    return last_seq + told;
end $$;
revoke all on function exchange_tell(text, text, text, boolean, pg_snapshot, pg_snapshot, bigint, timestamptz) from public;

-- Rows of one dataset that are new.
create or replace function exchange_written(name text) returns text language sql stable set search_path = public, pg_temp as $$
    select format('select t.id, %s as came from %I t where t.district_code = $1 and t.written_in >= pg_snapshot_xmin($3) and exchange_is_new(t.written_in, $3, $4)',
        case when exists (select from pg_attribute a where a.attrelid = to_regclass(d.source) and a.attname = 'came_in') then 'not pg_visible_in_snapshot(t.came_in, $3)' else 'false' end, d.source)
    from exchange_datasets d
    where d.dataset = name
$$;
revoke all on function exchange_written(text) from public;

-- Whose row says nothing of it: an issue comes and goes with the secrecy of its complaint, a contract's estates are in rows of their own, a day that begins ends a record or puts it in force.
create or replace function exchange_tell_dependents(district text, touched text[], feed exchange_feeds, now_seen pg_snapshot, last_seq bigint, moment timestamptz) returns bigint
language plpgsql volatile set search_path = public, pg_temp as $$
begin
    if 'complaints' = any (touched) then
        last_seq := exchange_tell(district, 'issues', 'select i.id, false as came from issues i where i.district_code = $1 and i.complaint_id = any (array(select t.id from complaints t '
            'where t.district_code = $1 and t.written_in >= pg_snapshot_xmin($3) and exchange_is_new(t.written_in, $3, $4)))', true, feed.seen, now_seen, last_seq, moment);
    end if;
    if exists (select from contract_estates t where t.district_code = district and t.written_in >= pg_snapshot_xmin(feed.seen) and exchange_is_new(t.written_in, feed.seen, now_seen)) then
        last_seq := exchange_tell(district, 'contracts', 'select distinct t.contract_id as id, false as came from contract_estates t where t.district_code = $1 '
            'and t.written_in >= pg_snapshot_xmin($3) and exchange_is_new(t.written_in, $3, $4)', false, feed.seen, now_seen, last_seq, moment);
    end if;
    if feed.day < current_date then
        last_seq := exchange_tell(district, 'credit_records', format('select r.id, false as came from credit_records r where r.district_code = $1 '
            'and (r.publicity_until between %1$L and %2$L or r.valid_to between %1$L and %2$L)', feed.day - 1, current_date), true, feed.seen, now_seen, last_seq, moment);
    end if;
    return last_seq;
end $$;
revoke all on function exchange_tell_dependents(text, text[], exchange_feeds, pg_snapshot, bigint, timestamptz) from public;

-- Which database it is that gives numbers of transactions: a copy loaded into another one of the same cluster has them anew, too. And which of the ways it may have gone on from a moment.
create or replace function exchange_cluster(out cluster text, out timeline text) language sql volatile set search_path = public, pg_temp as $$
    select concat_ws('/', c.system_identifier, d.oid), left(pg_walfile_name(pg_current_wal_insert_lsn()), 8)
    from pg_control_system() c, pg_database d
    where d.datname = current_database()
$$;
revoke all on function exchange_cluster() from public;

-- Above every number that may have been given in a way that was left: what is restored twice from one copy goes on from two places, too.
create or replace function exchange_next_start(seq bigint) returns bigint language sql volatile as $$
    select greatest(seq, floor(extract(epoch from clock_timestamp() - '2020-01-01 00:00:00+00'))::bigint * 100000) + 100000
$$;
revoke all on function exchange_next_start(bigint) from public;

-- From the first turn on; what is there already whoever follows reads first. A cursor from before there was a feed is no cursor.
create or replace function exchange_begin(district text) returns void language plpgsql volatile set search_path = public, pg_temp as $$
declare
    name text;
begin
    insert into exchange_feeds (district_code, seen, cluster, timeline, seq, first, at, day, began_at)
    select district, pg_current_snapshot(), c.cluster, c.timeline, 1, 1, clock_timestamp(), current_date, clock_timestamp()
    from exchange_cluster() c
    on conflict do nothing;
    if not found then
        return;
    end if;
    for name in select d.dataset from exchange_datasets d order by d.position loop
        execute format('insert into exchange_untold (district_code, dataset, thing_id) select $1, %L, t.id from %I t '
            'where t.district_code = $1 and not exists (select from exchange.%I v where v.district_code = $1 and v.id = t.id) on conflict do nothing', name,
            (select d.source from exchange_datasets d where d.dataset = name), name) using district;
    end loop;
end $$;
revoke all on function exchange_begin(text) from public;

-- Numbers of transactions that another cluster gave say nothing here, and what it told last may not be in the copy that this one was made from: nobody can go on from where he was.
create or replace function exchange_begin_again(feed exchange_feeds) returns void language plpgsql volatile set search_path = public, pg_temp as $$
begin
    delete from exchange_untold u where u.district_code = feed.district_code;
    delete from exchange_feeds f where f.district_code = feed.district_code;
    perform exchange_begin(feed.district_code);
    update exchange_feeds f set seq = n.start, first = n.start from exchange_next_start(feed.seq) n (start) where f.district_code = feed.district_code;
end $$;
revoke all on function exchange_begin_again(exchange_feeds) from public;

-- One turn: of every district that no other turn is at. Gives how many entries there are now more.
create or replace function exchange_fold() returns bigint language plpgsql volatile security definer set search_path = public, pg_temp set timezone = 'Asia/Shanghai' as $$
declare
    feed exchange_feeds;
    here record;
    now_seen pg_snapshot;
    moment timestamptz;
    touched text[];
    name text;
    last_seq bigint;
    told bigint := 0;
begin
    perform exchange_begin(d.district_code) from districts d where not exists (select from exchange_feeds f where f.district_code = d.district_code);
    for feed in select f.* from exchange_feeds f order by f.district_code for update skip locked loop
        now_seen := pg_current_snapshot();
        select c.cluster, c.timeline into here from exchange_cluster() c;
        if feed.cluster <> here.cluster or pg_snapshot_xmax(feed.seen) > pg_snapshot_xmax(now_seen) then
            perform exchange_begin_again(feed);
            continue;
        end if;
        if feed.timeline <> here.timeline then
            feed.seq := exchange_next_start(feed.seq);
            update exchange_feeds f set seq = feed.seq, timeline = here.timeline, starts = f.starts || feed.seq where f.district_code = feed.district_code;
        end if;
        moment := greatest(clock_timestamp(), feed.at);
        last_seq := feed.seq;
        touched := array(select exchange_touched(feed.district_code, feed.seen, now_seen));
        foreach name in array touched loop
            last_seq := exchange_tell(feed.district_code, name, exchange_written(name), false, feed.seen, now_seen, last_seq, moment);
        end loop;
        last_seq := exchange_tell_dependents(feed.district_code, touched, feed, now_seen, last_seq, moment);
        if last_seq > feed.seq or touched <> '{}' or feed.day < current_date or pg_snapshot_xmin(now_seen)::text::bigint - pg_snapshot_xmin(feed.seen)::text::bigint > 1000 then
            update exchange_feeds f set seen = now_seen, seq = last_seq, at = moment, day = current_date where f.district_code = feed.district_code;
        end if;
        told := told + last_seq - feed.seq;
    end loop;
    return told;
end $$;
revoke all on function exchange_fold() from public;
grant execute on function exchange_fold() to wuye_worker;

reset role;
