-- One row at least, which says where the log begins and ends; all by one snapshot, in which entries and end belong together.
with feed as materialized (
    select f.seq, f.first from exchange_feeds f where f.district_code = :'district'
), page as materialized (
    select c.seq, c.at, c.dataset, c.thing_id
    from feed f
    join changes c on c.district_code = :'district' and c.seq > greatest(:'after'::bigint, f.first) and c.seq <= f.seq
    where :'after'::bigint <= f.seq and (:'datasets'::text[] is null or c.dataset = any (:'datasets'::text[]))
    order by c.seq
    limit :'limit'::bigint
), told as (
    select p.dataset, r.id, r.said
    from (select dataset, array_agg(distinct thing_id) as ids from page group by dataset) p
    cross join lateral exchange_rows(p.dataset, p.ids) r
)
select p.seq::text as cursor, p.dataset, p.thing_id as id, case when t.id is null then 'gone' else 'put' end as kind, p.at, t.said as row, f.seq as "!end", f.first as "!first"
from feed f
left join page p on true
left join told t on t.dataset = p.dataset and t.id = p.thing_id
order by p.seq
