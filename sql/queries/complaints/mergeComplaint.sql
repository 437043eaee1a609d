-- The master lives on, of the same street's when a street merges; merging into itself, or into one that is merged or rejected, is refused.
-- Both are locked first, in the order of their ids, so that of two that would be merged into each other the second meets what the first left.
with pair as materialized (
    select c.id, c.state from complaints c
    where c.district_code = :'district' and c.id in (:'id'::uuid, :'master_id'::uuid)
    order by c.id
    for update
), m as materialized (
    select b.id from pair b where b.id = :'master_id'::uuid and b.id <> :'id'::uuid and b.state not in ('merged', 'rejected')
), moved as (
    select s.* from m, complaint_move(:'id'::uuid, 'merge', :'role', :'client', :'now'::timestamptz, :'reason_masked', :'internal_note', jsonb_build_object('master_id', m.id)) s
)
select m.id, case when m.problem is null then m.to_state end as state, m.version, m.at, refused(m.problem) as "!problem", m.standing as "!state"
from moved m
union all
select c.id, null, null, null, refused('master_unfit'), null
from complaints c
where c.district_code = :'district' and c.id = :'id'::uuid and not exists (select from m)
