-- The district's own, from today or later; one that has ended stays ended.
with before as (
    select m.* from category_mappings m where m.district_code = :'district' and m.id = :'id'::uuid for update
), judged as (
    select b.id, coalesce(:'effective_to'::date, :'today'::date) as day, case
        when b.effective_to <= :'today'::date then 'state_conflict'
        when :'effective_to'::date < :'today'::date then 'takes_effect_in_the_past' end as problem
    from before b
), changed as (
    update category_mappings m set effective_to = j.day, end_reason = :'reason_masked'
    from judged j
    where m.district_code = :'district' and m.id = j.id and j.problem is null
    returning m.*
)
select j.id, false as common, m.source, m.external_code, m.external_zh, m.category_code as category, m.basis, m.effective_from, m.effective_to, m.created_at,
    refused(j.problem) as "!problem", case when j.problem = 'state_conflict' then 'ended' end as "!state"
from judged j left join changed m on true
