-- The grade of the day and what follows from it, as it was known then.
with firm as (
    select f.id, coalesce(:'as_of'::date, :'today'::date) as day
    from firms_at(coalesce(:'as_of'::date, :'today'::date)) f
    where f.district_code = :'district' and f.id = :'id'::uuid
), told as materialized (
    select credit_effects_told(f.id, f.day) as effects from firm f
)
select
    f.id as firm_id, f.day as as_of,
    (k.book).id as "rulebook.id", (k.book).code as "rulebook.code", (k.book).number as "rulebook.number", (k.book).title_zh as "rulebook.title_zh", (k.book).title_en as "rulebook.title_en",
    k.grade as "grade.code", g.zh as "grade.zh", g.en as "grade.en", k.total as "grade.total", s.green_channel, s.inspection_factor, t.effects
from firm f
cross join told t
cross join lateral (
    select coalesce(bool_or(e.effect = 'green_channel'), false) as green_channel, coalesce(min(e.value) filter (where e.effect = 'inspection_factor'), 1) as inspection_factor
    from json_to_recordset(t.effects) e (effect text, value numeric)) s
left join lateral credit_of('firm', f.id, f.day) k on true
left join lateral credit_grade_called((k.book).document, k.grade) g on true
