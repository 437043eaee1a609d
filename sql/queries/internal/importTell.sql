select import_tell(:'id'::uuid, :'problems')
