with grouped as (
    select c.district_code, c.campaign_id, c.ledger,
        case when 'street' = any(:'by'::text[]) then coalesce(nullif(c.street_code, ''), 'none') end as street_code,
        coalesce(sum(c.n) filter (where c.state not in ('withdrawn', 'overdue')), 0)::bigint as recorded,
        coalesce(sum(c.n) filter (where c.state in ('rectified', 'accepted', 'closed')), 0)::bigint as rectified,
        coalesce(sum(c.n) filter (where c.state in ('accepted', 'closed')), 0)::bigint as accepted,
        coalesce(sum(c.n) filter (where c.state = 'closed'), 0)::bigint as closed, coalesce(sum(c.n) filter (where c.state = 'overdue'), 0)::bigint as overdue
    from published_issue_counts(:'district_code', :'campaign_id'::uuid, :'today'::date, coalesce('street' = any(:'by'::text[]), false)) c
    group by 1, 2, 3, 4
), placed as (
    select g.*, row_number() over (order by g.district_code, g.campaign_id, g.ledger, g.street_code) as position from grouped g where g.recorded > 0
)
select p.position, p.district_code, p.campaign_id, p.ledger, p.street_code, (select d.name from divisions d where d.code = p.street_code) as street_name,
    p.recorded as found, p.rectified, p.accepted, p.closed, p.overdue, exact_share(p.rectified * 100, p.recorded, 2) as rectified_rate, exact_share(p.closed * 100, p.recorded, 2) as closing_rate
from placed p
where true
  and p.position > :'after_key'::bigint -- if cursor
order by p.position -- if sort=position
limit :'limit'::bigint -- if limit
