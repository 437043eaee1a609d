-- The log of steps and of reminders is followed in the order of transactions (`log_position`): how far it is certain, and who may be passed over because he tells nothing in it.
set role wuye_owner;

-- Until this transaction is over it tells nothing in that log, so that readers need not wait for it however long it runs: a month's package, the file of an export, a month that moves. The lock is shared
-- and nobody waits for it: it says to others what this transaction is, and ends with it. Never to be called within a savepoint, with which it would be taken back. Who has told something already is
-- waited for whatever he promises.
create or replace function events_promise_none() returns void language plpgsql volatile as $$
begin
    if current_setting('wuye.events', true) is distinct from 'told' then
        perform pg_advisory_xact_lock_shared(hashtext('complaint_events'), hashtext('none')), set_config('wuye.events', 'none', true);
    end if;
end $$;

-- Where a step or reminder stands that is written now. Who has promised none and writes one after all is refused: readers may have gone past him.
create or replace function complaint_log_position() returns bigint language plpgsql volatile as $$
begin
    if current_setting('wuye.events', true) = 'none' then
        raise exception 'this transaction has promised to tell nothing in the log of steps' using errcode = 'object_not_in_prerequisite_state';
    elsif current_setting('wuye.events', true) is distinct from 'told' then
        perform set_config('wuye.events', 'told', true);
    end if;
    return greatest(pg_current_xact_id()::text::bigint, pg_snapshot_xmax(pg_current_snapshot())::text::bigint - 1);
end $$;

-- Below this position nothing is added any more, and what is there is seen: no transaction runs that began below it and may tell something. It may be lower than a moment ago: who had promised has ended
-- between the moment that is seen and the look at locks. What was below it then is certain all the same. A standby knows of no promises (and of no transactions one by one).
create or replace function events_settled() returns bigint language plpgsql stable as $$
declare
    seen constant pg_snapshot := pg_current_snapshot();
    settled bigint := pg_snapshot_xmin(seen)::text::bigint;
begin
    if pg_snapshot_xmin(seen) <> pg_snapshot_xmax(seen) and not pg_is_in_recovery() then
        with held as materialized (
            select l.virtualtransaction, l.transactionid, l.mode,
                l.classid = hashtext('complaint_events')::oid and l.objid = hashtext('none')::oid and l.objsubid = 2 and l.locktype = 'advisory' as promise
            from pg_locks l
            where l.granted and l.locktype in ('transactionid', 'advisory')
        )
        select coalesce(min(x.id::text::bigint), pg_snapshot_xmax(seen)::text::bigint) into settled
        from pg_snapshot_xip(seen) x(id)
        where not exists (
            select from held p
            join held t on t.virtualtransaction = p.virtualtransaction and t.mode = 'ExclusiveLock'
            where p.promise and t.transactionid = x.id::xid);
    end if;
    return least(settled, pg_current_xact_id_if_assigned()::text::bigint);
end $$;

-- Behind the last settled step of the caller's district, whosever it is; 0: there was none of late. As far as a reader may be told to begin next time: a step is there for good when it is seen, and
-- what comes later has a higher number; but of transactions that wrote nothing the numbers come again after a crash.
create or replace function events_certain(settled bigint) returns bigint language sql stable security definer set search_path = public, pg_temp as $$
    select coalesce((
        select e.log_position + 1
        from complaint_events e
        where e.district_code = current_district() and e.log_position < settled and e.at > now() - interval '40 days'
        order by e.log_position desc
        limit 1), 0)
$$;
revoke all on function events_certain(bigint) from public;
grant execute on function events_certain(bigint) to wuye_hotline;
grant execute on function events_promise_none(), events_settled() to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_worker;

reset role;
