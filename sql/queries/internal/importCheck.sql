select c.last, c.rows, c.refused
from import_check(:'id'::uuid, :'after'::bigint, :'size'::integer, :'now'::timestamptz) c
