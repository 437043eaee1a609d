select exchange_package_fail(:'id'::uuid, :'trouble'::text) is null as done
