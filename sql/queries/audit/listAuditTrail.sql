-- In turns of 5000 rows, each behind the one before and in the order of the chain: a month of millions begins with its first row, and nothing sorts it (what is marked as the
-- order below holds nothing: the rows come in it already).
with recursive trail as (
    select t.*
    from audit_trail(
        :'month'::text,
        :'after_key'::timestamptz, :'after_id'::uuid, -- if cursor
        '-infinity', '00000000-0000-0000-0000-000000000000', -- if !cursor
        least(:'limit'::bigint, 5000) -- if limit
        5000 -- if !limit
    ) with ordinality t
    union all
    select n.*
    from trail t
    cross join lateral audit_trail(:'month'::text, t.at, t.id, 5000) with ordinality n
    where t.ordinality = 5000
)
select t.number, t.at, t.id, t.log, t.hash, t.line as row
from trail t
where audit_month_readable(:'month'::text)
  and true -- if sort=at
limit :'limit'::bigint -- if limit
