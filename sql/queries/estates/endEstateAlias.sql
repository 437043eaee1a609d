-- From now on a ticket that has the name finds the estate by it no more.
with before as (
    select a.*
    from estate_aliases a
    where a.district_code = :'district' and a.id = :'id'::uuid
    for update
), changed as (
    update estate_aliases a set ended_at = :'now'::timestamptz, end_reason = :'reason_masked'
    from before b
    where a.district_code = b.district_code and a.id = b.id and b.ended_at is null
    returning a.*
)
select b.id, b.alias, b.created_at, c.ended_at, c.end_reason, refused(case when c.id is null then 'state_conflict' end) as "!problem",
    case when c.id is null then 'ended' end as "!state"
from before b
left join changed c using (district_code, id)
