-- How far a transaction that is not committed yet has come.
update imports i set state = 'applying', beat_at = clock_timestamp(), rows_created = :'created'::bigint, rows_updated = :'updated'::bigint,
    rows_unchanged = :'unchanged'::bigint
where i.district_code = :'district' and i.id = :'id'::uuid and i.finished_at is null
returning i.id
