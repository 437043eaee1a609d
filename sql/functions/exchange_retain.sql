-- Months of the log that are over and done with are dropped whole, for all districts at once, so that the one that keeps the most (exchange_keep_months) says when; whoever stands in one of
-- them is told to take a first copy again. Runs as the owner: the worker owns nothing.
set role wuye_owner;

drop function if exists exchange_retain(integer, date);
create or replace function exchange_retain(today date) returns integer
language plpgsql security definer set search_path = public, pg_temp set lock_timeout = '500ms' as $$
declare
    part record;
    months integer := (select max(r.value)::integer from districts d cross join lateral rule_at('exchange_keep_months', '*', today, d.district_code) r);
    dropped integer := 0;
    ends jsonb;
begin
    if not pg_try_advisory_xact_lock(hashtext('exchange_retain')) then -- another worker is at it
        return 0;
    end if;
    for part in
        select c.relname as name
        from pg_inherits i join pg_class c on c.oid = i.inhrelid
        where i.inhparent = 'changes'::regclass and c.relname ~ '^changes_[0-9]{4}_[0-9]{2}$'
          and to_date(substr(c.relname, 9), 'YYYY_MM') < date_trunc('month', today) - months * interval '1 month'
        order by c.relname
    loop
        execute format('select coalesce(jsonb_object_agg(m.district_code, m.seq), ''{}'') from (select district_code, max(seq) as seq from %I group by district_code) m', part.name) into ends;
        -- Nobody folds meanwhile, and who reads has either the entries or the new beginning.
        perform from exchange_feeds f order by f.district_code for update;
        update exchange_feeds f set first = greatest(f.first, m.value::bigint) from jsonb_each_text(ends) m where m.key = f.district_code;
        execute format('alter table changes detach partition %I', part.name);
        execute format('drop table %I', part.name);
        dropped := dropped + 1;
    end loop;
    return dropped;
exception when lock_not_available then -- somebody is in the way: the next turn tries again
    return 0;
end $$;
revoke all on function exchange_retain(date) from public;
grant execute on function exchange_retain(date) to wuye_worker;

reset role;
