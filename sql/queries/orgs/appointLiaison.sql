-- A street that has one already is refused by liaisons_one; whoever is to follow is said with replace. A street names its own.
with place as (
    select j.street_code
    from division_jurisdictions j
    where j.district_code = :'district' and j.code = :'street_code' and j.community_code is null
      and j.effective_from <= :'today'::date and coalesce(j.effective_to > :'today'::date, true)
      and (:'role' = 'district' or j.street_code = :'street')
), judged as (
    select case
        when not exists (select from place) then 'street_unknown'
        when :'valid_from'::date < :'today'::date then 'takes_effect_in_the_past'
        end as problem
), made as (
    insert into liaisons (district_code, id, campaign, street_code, name, post, phone, valid_from, created_at, updated_at)
    select :'district', :'new_id'::uuid, :'campaign', p.street_code, :'name', :'post_masked', :'phone', coalesce(:'valid_from'::date, :'today'::date),
           :'now'::timestamptz, :'now'::timestamptz
    from place p, judged j
    where j.problem is null
    returning *
)
select
    m.id, m.campaign, m.street_code, m.name, m.post, m.phone, m.valid_from, m.valid_to, m.end_reason, m.replaced_by, m.version,
    m.created_at, m.updated_at, refused(j.problem) as "!problem"
from judged j
left join made m on true
