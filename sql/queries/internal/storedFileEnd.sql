update stored_files
set bytes = :'bytes'::bigint, sha256 = :'sha256', raw_bytes = :'raw_bytes'::bigint, raw_sha256 = :'raw_sha256'
where district_code = :'district' and id = :'id'::uuid
returning id
