select b.*, pg_export_snapshot() as snapshot from exchange_package_begin(:'id'::uuid) b
