-- That it lives, and how far a transaction that is not committed yet has come; a count that is not given stands as it is.
update imports i set state = :'state', beat_at = clock_timestamp(), rows_created = coalesce(:'created'::bigint, i.rows_created),
    rows_updated = coalesce(:'updated'::bigint, i.rows_updated), rows_unchanged = coalesce(:'unchanged'::bigint, i.rows_unchanged)
where i.district_code = :'district' and i.id = :'id'::uuid and i.finished_at is null
returning i.id
