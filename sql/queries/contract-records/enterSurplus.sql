-- Nothing is spent that is not there; surplus_left() lets one entry of an estate after the other.
with judged as (
    select e.district_code, e.id, case
        when :'entry_on'::date > :'today'::date then 'day_in_the_future'
        when :'kind' = 'use' and surplus_left(e.id) < :'amount'::numeric then 'surplus_exceeded'
        end as problem
    from estates e
    where e.district_code = :'district' and e.id = :'id'::uuid
), s as (
    insert into surplus_entries (district_code, id, estate_id, kind, purpose, amount, entry_on, note, entered_by, entered_at)
    select j.district_code, :'new_id'::uuid, j.id, :'kind', :'purpose', :'amount'::numeric, :'entry_on'::date, :'note_masked', current_user_id(), :'now'::timestamptz
    from judged j
    where j.problem is null
    returning *
)
select s.id, s.estate_id, s.kind, s.purpose, s.amount, s.entry_on, s.note, s.entered_at, refused(j.problem) as "!problem"
from judged j
left join s on true
