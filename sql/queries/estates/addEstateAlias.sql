-- Names that differ in width, case, spaces or punctuation alone are one. One that was ended is taken up again.
with estate as (
    select e.district_code, e.id
    from estates e
    where e.district_code = :'district' and e.id = :'id'::uuid
    for no key update
), made as (
    insert into estate_aliases (district_code, id, estate_id, alias, created_at)
    select e.district_code, :'new_id'::uuid, e.id, :'alias', :'now'::timestamptz
    from estate e
    on conflict (district_code, alias_key, estate_id) do update set alias = excluded.alias, ended_at = null, end_reason = null
        where estate_aliases.ended_at is not null
    returning *
)
select m.id, m.alias, m.created_at, m.ended_at, m.end_reason, refused(case when m.id is null then 'alias_known' end) as "!problem"
from estate e
left join made m on true
