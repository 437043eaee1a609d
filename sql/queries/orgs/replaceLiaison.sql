-- One ends and the next begins in one statement, so that the street is never without and never has two. The one who ends refers to the next.
with before as (
    select l.*, greatest(coalesce(:'valid_from'::date, :'today'::date), l.valid_from) as turn
    from liaisons l
    where l.district_code = :'district' and l.id = :'id'::uuid
    for update
), judged as (
    select b.*, case
        when b.valid_to is not null then 'state_conflict'
        when :'valid_from'::date < :'today'::date then 'takes_effect_in_the_past'
        end as problem, case when b.valid_to is not null then 'ended' end as state
    from before b
), left_it as (
    update liaisons l set valid_to = j.turn, end_reason = :'reason_masked', replaced_by = :'new_id'::uuid, version = l.version + 1, updated_at = :'now'::timestamptz
    from judged j
    where l.district_code = j.district_code and l.id = j.id and j.problem is null
    returning l.*
), made as (
    insert into liaisons (district_code, id, campaign, street_code, name, post, phone, valid_from, created_at, updated_at)
    select o.district_code, :'new_id'::uuid, o.campaign, o.street_code, :'name', :'post_masked', :'phone', o.valid_to, :'now'::timestamptz, :'now'::timestamptz
    from left_it o
    returning *
)
select
    m.id, m.campaign, m.street_code, m.name, m.post, m.phone, m.valid_from, m.valid_to, m.end_reason, m.replaced_by, m.version,
    m.created_at, m.updated_at, refused(j.problem) as "!problem", j.state as "!state"
from judged j
left join made m on true
