-- The one that was asked for first, of the user for whom least is being run. One whose worker beats no more is begun anew, a few times.
with due as (
    select e.district_code, e.id
    from exports e
    where e.finished_at is null and (e.leased_until is null or e.leased_until < clock_timestamp()) and e.tries < :'tries_max'::integer
    order by (select count(*) from exports r where r.district_code = e.district_code and r.user_id = e.user_id and r.finished_at is null and r.leased_until >= clock_timestamp()),
        e.created_at, e.id
    limit 1
    for update of e skip locked
)
update exports e set state = 'running', lease = :'lease'::uuid, leased_until = clock_timestamp() + make_interval(secs => :'lease_s'::integer), tries = e.tries + 1,
    started_at = clock_timestamp(), rows = 0, bytes = 0, rows_expected = null, updated_at = clock_timestamp()
from due
where e.district_code = due.district_code and e.id = due.id
returning e.district_code, e.id, e.user_id, e.role, e.street_code, e.community_code, e.firm_id, e.token_epoch, e.operation, e.parameters, e.format, e.gzip,
    export_limit('exports_file_bytes', e.district_code)::bigint as bytes_max,
    clock_timestamp() as now, clock_timestamp() + make_interval(days => export_limit('exports_days', e.district_code)::integer) as expires_at
