-- What is counted in the database for whoever watches the service: one row for each line of /metrics. Each is read from an index that holds what waits and little else, or from the
-- catalogue, so that asking costs the same whatever the registers hold. Runs as the owner: it sums over districts and shows no row.
set role wuye_owner;

create or replace function gauges(moment timestamptz) returns table (name text, labels text, value double precision)
language sql stable security definer set search_path = public, pg_temp as $$
    select 'wuye_unmapped_tickets', '', count(*)::float8
    from complaints where (category is null or estate_id is null) and state not in ('merged', 'rejected', 'closed')
    union all
    select 'wuye_webhooks_failing', '', count(*)::float8 from webhook_streams where finished_at is null and tries > 0
    union all
    select 'wuye_webhook_overdue_seconds', '', coalesce(extract(epoch from moment - min(first_tried_at)), 0)::float8
    from webhook_streams where finished_at is null and tries > 0
    union all
    select 'wuye_webhook_dead_letters', '', coalesce(sum(dead), 0)::float8 from webhook_streams
    union all
    select 'wuye_queue_age_seconds', 'queue="exports"', coalesce(extract(epoch from moment - min(created_at)), 0)::float8 from exports where finished_at is null
    union all
    select 'wuye_queue_age_seconds', 'queue="imports"', coalesce(extract(epoch from moment - min(started_at)), 0)::float8 from imports where finished_at is null
    union all
    select 'wuye_queue_age_seconds', 'queue="packages"', coalesce(extract(epoch from moment - min(requested_at)), 0)::float8 from exchange_packages where state in ('building', 'failed')
    union all
    select 'wuye_queue_age_seconds', 'queue="seals"', greatest(coalesce(extract(epoch from moment - min(closed_at)), 0), 0)::float8 from audit_seals where sealed_at is null
    union all
    select 'wuye_job_succeeded_seconds', 'job_name="' || job || '"', extract(epoch from succeeded_at)::float8 from job_runs where succeeded_at is not null
    union all
    select 'wuye_job_failures_total', 'job_name="' || job || '"', failures::float8 from job_runs
    union all
    -- A month has begun in Shanghai, or begins within ten days, and its rows fall into the default partition.
    select 'wuye_partitions_missing', '', count(*)::float8
    from partitioned_by_month() parent
    where exists (select from unnest(array[moment, moment + interval '10 days']) m where not partition_attached(parent, date_trunc('month', m at time zone 'Asia/Shanghai')::date))
    union all
    select 'wuye_database_bytes', '', pg_database_size(current_database())::float8
    union all
    select 'wuye_database_transaction_age', '', age(datfrozenxid)::float8 from pg_database where datname = current_database()
    union all
    select 'wuye_database_connections', 'state="used"', count(*)::float8 from pg_stat_activity where datid is not null
    union all
    select 'wuye_database_connections', 'state="most"', current_setting('max_connections')::float8
    union all
    -- Standbys follow by slots (Patroni, pg_auto_failover): what one has not taken yet is kept here.
    select 'wuye_replication_lag_bytes', 'slot="' || slot_name || '"',
           coalesce(case when pg_is_in_recovery() then 0 else pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn) end, 0)::float8
    from pg_replication_slots where slot_type = 'physical'
    union all
    select 'wuye_replication_active', 'slot="' || slot_name || '"', active::int::float8 from pg_replication_slots where slot_type = 'physical'
$$;

revoke all on function gauges(timestamptz) from public;
grant execute on function gauges(timestamptz) to wuye_worker;

reset role;
