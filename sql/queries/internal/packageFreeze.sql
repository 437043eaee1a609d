select exchange_package_freeze(:'id'::uuid, :'manifest'::text, :'signature'::text, :'sha256'::text) is null as done
