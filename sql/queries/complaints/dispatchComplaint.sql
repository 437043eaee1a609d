-- Into the hands of a unit, by name of who receives, handles and watches it (E27). A firm is the one whose contract covered the day.
with firmless as (
    select c.id from complaints c
    where c.district_code = :'district' and c.id = :'id'::uuid and c.firm_id is null and :'unit_kind' = 'firm'
), moved as (
    select m.* from complaint_move(:'id'::uuid, 'dispatch', :'role', :'client', :'now'::timestamptz, :'note_masked', :'internal_note', jsonb_build_object('assigned_to', :'unit_kind'::text)) m
    where not exists (select from firmless)
), assigned as (
    insert into complaint_assignments (district_code, id, complaint_id, unit_kind, firm_id, street_code, community_code, department, receiver, handler, watcher,
                                       designated, note, assigned_by, assigned_by_name, assigned_at)
    select :'district', :'new_id'::uuid, m.id, :'unit_kind', case :'unit_kind' when 'firm' then m.firm_id end,
           case :'unit_kind' when 'street' then m.street_code end, case :'unit_kind' when 'community' then m.community_code end, :'department_masked',
           :'receiver_masked', :'handler_masked', :'watcher_masked', false, :'note_masked', :'user_id'::uuid, :'client', m.at
    from moved m
    where m.problem is null
)
select m.id, case when m.problem is null then m.to_state end as state, m.version, m.at, refused(m.problem) as "!problem", m.standing as "!state"
from moved m
union all
select f.id, null, null, null, refused('no_firm_in_force'), null from firmless f
