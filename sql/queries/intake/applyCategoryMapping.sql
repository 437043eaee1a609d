-- Whatever the mapping gives a category now, the district's own before the common one; oldest first, a bounded number at once, each told in its history.
with mapping as (
    select m.id, m.source, m.external_code, m.category_code, m.effective_from, m.effective_to
    from category_mappings m
    where m.district_code in (:'district', '*') and m.id = :'id'::uuid
), waiting as (
    select c.id, c.received_at, k.code, k.confidential
    from mapping m
    join complaints c on c.district_code = :'district' and c.source = m.source and c.external_category = m.external_code
        and c.category is null and c.state not in ('merged', 'rejected', 'closed')
    cross join lateral (select (c.received_at at time zone 'Asia/Shanghai')::date as received_on) day
    cross join lateral category_of(c.source, c.external_category, day.received_on) k
    where day.received_on >= m.effective_from and coalesce(day.received_on < m.effective_to, true) and k.code = m.category_code
), turn as materialized (
    select c.id, w.code, w.confidential
    from (select * from waiting order by received_at, id limit 500) w
    join complaints c on c.district_code = :'district' and c.id = w.id and c.category is null
    order by c.id
    for update of c
), changed as (
    update complaints c set
        category = t.code, confidential = c.confidential or t.confidential, version = c.version + 1,
        updated_at = greatest(:'now'::timestamptz, c.updated_at + interval '1 microsecond')
    from turn t
    where c.district_code = :'district' and c.id = t.id
    returning c.district_code, c.id, c.state, c.updated_at
), timed as materialized (
    select c.id, complaint_limit_again(c.district_code, c.id) from changed c
), event as (
    insert into complaint_events (district_code, complaint_id, at, action, from_state, to_state, actor_id, actor_name, actor_role, note_internal)
    select c.district_code, c.id, c.updated_at, 'classify', c.state, c.state, :'user_id'::uuid, :'client', :'role', :'reason_masked'
    from changed c
)
select m.id, m.category_code as category, (select count(*) from timed) as classified, (select count(*) from waiting) - (select count(*) from changed) as left
from mapping m
