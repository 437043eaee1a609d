-- One row at least, which says where the log ends and whether the place is one that somebody can stand at; all by one snapshot, in which entries and end belong together. A number that was never
-- given here was given before the database was brought back to an earlier time. A standby may be behind a place. The bounds are told apart from
-- the entries, so that the index is entered where the reader stands, who is mostly at the end of many.
with feed as materialized (
    select f.seq, f.first,
        :'after'::bigint >= f.first and (:'after'::bigint = any (f.starts || f.first || f.seq) or :'after'::bigint > f.seq and pg_is_in_recovery()
            or exists (select from changes c where c.district_code = :'district' and c.seq = :'after'::bigint and c.seq <= f.seq)) as kept
    from exchange_feeds f
    where f.district_code = :'district'
), page as materialized (
    select c.seq, c.at, c.dataset, c.thing_id
    from changes c
    where c.district_code = :'district' and c.seq > :'after'::bigint and c.seq > (select f.first from feed f) and c.seq <= (select f.seq from feed f)
      and (:'datasets'::text[] is null or c.dataset = any (:'datasets'::text[]))
    order by c.seq
    limit :'limit'::bigint
), told as (
    select p.dataset, r.id, r.said
    from (select dataset, array_agg(distinct thing_id) as ids from page group by dataset) p
    cross join lateral exchange_rows(p.dataset, p.ids) r
)
select p.seq::text as cursor, p.dataset, p.thing_id as id, case when t.id is null then 'gone' else 'put' end as kind, p.at, t.said as row, f.seq as "!end", f.kept as "!kept"
from feed f
left join page p on true
left join told t on t.dataset = p.dataset and t.id = p.thing_id
order by p.seq
