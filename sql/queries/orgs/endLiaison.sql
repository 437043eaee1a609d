-- The street is without one from that day; the gap list says so.
with before as (
    select l.*, coalesce(:'valid_to'::date, :'today'::date) as last
    from liaisons l
    where l.district_code = :'district' and l.id = :'id'::uuid
    for update
), judged as (
    select b.district_code, b.id, b.last, case
        when b.valid_to is not null then 'state_conflict'
        when b.last < :'today'::date then 'takes_effect_in_the_past'
        end as problem, case when b.valid_to is not null then 'ended' end as state
    from before b
), changed as (
    update liaisons l set valid_to = greatest(l.valid_from, j.last), end_reason = :'reason_masked', version = l.version + 1, updated_at = :'now'::timestamptz
    from judged j
    where l.district_code = j.district_code and l.id = j.id and j.problem is null
    returning l.*
)
select
    j.id, c.campaign, c.street_code, c.name, c.post, c.phone, c.valid_from, c.valid_to, c.end_reason, c.replaced_by, c.version,
    c.created_at, c.updated_at, refused(j.problem) as "!problem", j.state as "!state"
from judged j
left join changed c using (district_code, id)
