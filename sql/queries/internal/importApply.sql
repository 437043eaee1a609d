select a.last, a.rows, a.created, a.updated, a.unchanged, a.refused, a.problems
from import_apply(:'id'::uuid, :'after'::bigint, :'size'::integer, :'now'::timestamptz, :'alone'::boolean) a
