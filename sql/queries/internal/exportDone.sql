-- In the transaction that wrote the file: neither is without the other. No row: it was cancelled, or another worker has it.
update exports e set state = 'done', rows = :'rows'::bigint, rows_expected = :'rows_expected'::bigint, bytes = :'bytes'::bigint, sha256 = :'sha256', file_id = :'file_id'::uuid,
    finished_at = clock_timestamp(), expires_at = :'expires_at'::timestamptz, updated_at = clock_timestamp(), lease = null, leased_until = null
where e.district_code = :'district' and e.id = :'id'::uuid and e.lease = :'lease'::uuid and e.state = 'running'
returning e.id
