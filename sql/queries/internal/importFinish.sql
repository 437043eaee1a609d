-- The account of it; a count that is not given stands as it is. With an epoch, whoever began it is let in still: rows of one who is not are not committed.
update imports i set state = :'state', trouble = :'trouble', finished_at = clock_timestamp(), beat_at = clock_timestamp(),
    rows_created = coalesce(:'created'::bigint, i.rows_created), rows_updated = coalesce(:'updated'::bigint, i.rows_updated),
    rows_unchanged = coalesce(:'unchanged'::bigint, i.rows_unchanged),
    rows_refused = (select count(distinct p.line) from import_problems p
                    join import_rows r on r.district_code = p.district_code and r.import_id = p.import_id and r.line = p.line
                    where p.district_code = i.district_code and p.import_id = i.id)
where i.district_code = :'district' and i.id = :'id'::uuid and i.finished_at is null
  and (:'epoch'::bigint is null or user_admitted(:'district', :'user_id'::uuid, :'epoch'::bigint))
returning i.id
