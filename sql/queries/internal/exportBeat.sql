-- That it lives, and how far it is. No row: it was cancelled, or another worker has it.
update exports e set leased_until = clock_timestamp() + make_interval(secs => :'lease_s'::integer), rows = :'rows'::bigint, bytes = :'bytes'::bigint,
    rows_expected = :'rows_expected'::bigint, updated_at = clock_timestamp()
where e.district_code = :'district' and e.id = :'id'::uuid and e.lease = :'lease'::uuid and e.state = 'running'
returning e.id
