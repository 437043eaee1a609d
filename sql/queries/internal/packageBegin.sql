select b.*, pg_export_snapshot() as snapshot, events_promise_none() is null as promised from exchange_package_begin(:'id'::uuid) b
