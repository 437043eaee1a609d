-- A rank is shared by those who are alike; their places among one another follow the estates' codes, so that the order is the same each time.
with quarter as materialized (
    select q.name, q.first, q.first::timestamp at time zone 'Asia/Shanghai' as since, (q.first + interval '3 months')::timestamp at time zone 'Asia/Shanghai' as until
    from (select n.name, make_date(left(n.name, 4)::integer, right(n.name, 1)::integer * 3 - 2, 1) as first
          from (select coalesce(:'quarter'::text, to_char(:'today'::date, 'YYYY-"Q"Q')) as name) n) q
), each as (
    select c.source, c.estate_id, c.firm_id, count(*) as total_raw, count(*) filter (where c.state <> 'merged') as total_merged,
           count(*) filter (where c.leader_instruction) as leader_instruction, count(*) filter (where c.group_petition) as group_petition,
           count(*) filter (where c.opinion_event) as opinion_event
    from complaints c
    where c.district_code = :'district' and c.estate_id is not null
      and c.received_at >= (select q.since from quarter q) and c.received_at < (select q.until from quarter q)
      and c.source = any(:'source'::text[]) -- if source
      and c.request_type = any(:'request_type'::text[]) -- if request_type
      and c.street_code = any(:'street_code'::text[]) -- if street_code
    group by 1, 2, 3
), counted as (
    select k.source, k.estate_id, sum(k.total_raw)::bigint as total_raw, sum(k.total_merged)::bigint as total_merged, sum(k.leader_instruction)::bigint as leader_instruction,
           sum(k.group_petition)::bigint as group_petition, sum(k.opinion_event)::bigint as opinion_event,
           jsonb_agg(jsonb_build_object('id', k.firm_id, 'total_raw', k.total_raw, 'total_merged', k.total_merged) order by k.total_raw desc, k.firm_id) as firms
    from each k
    group by 1, 2
), ranked as (
    select c.*, e.code, e.name, e.households,
        rank() over (partition by c.source order by
            c.total_raw desc -- if count_by=total_raw
            c.total_merged desc -- if count_by=total_merged
            ) as rank
    from counted c
    join estates e on e.district_code = :'district' and e.id = c.estate_id
), placed as (
    select r.*, row_number() over (order by r.source, r.rank, r.code) as position from ranked r
)
select p.position, (select q.name from quarter q) as quarter, p.source, p.rank, p.estate_id as "estate.id", p.code as "estate.code", p.name as "estate.name",
    p.total_raw, p.total_merged, p.leader_instruction, p.group_petition, p.opinion_event, p.households, exact_share(p.total_raw * 1000, p.households, 2) as per_1000_households,
    p.firms
from placed p
where true
  and p.rank <= :'rank_max'::bigint -- if rank_max
  and p.position > :'after_key'::bigint -- if cursor
order by p.position -- if sort=position
limit :'limit'::bigint -- if limit
