-- The grade of the day and what follows from it, as it was known then.
with firm as (
    select f.id, coalesce(:'as_of'::date, :'today'::date) as day
    from firms_at(coalesce(:'as_of'::date, :'today'::date)) f
    where f.district_code = :'district' and f.id = :'id'::uuid
), said as materialized (
    select e.*, c.zh, c.en
    from firm f
    cross join lateral credit_effects(f.id, f.day) e
    left join codes c on c.list_code = 'credit_effect' and c.code = e.effect and c.effective_from <= f.day and coalesce(c.effective_to > f.day, true)
)
select
    f.id as firm_id, f.day as as_of,
    (k.book).id as "rulebook.id", (k.book).code as "rulebook.code", (k.book).number as "rulebook.number", (k.book).title_zh as "rulebook.title_zh", (k.book).title_en as "rulebook.title_en",
    k.grade as "grade.code", g.label_zh as "grade.zh", g.label_en as "grade.en", k.total as "grade.total",
    exists (select from said s where s.effect = 'green_channel') as green_channel,
    coalesce((select min(s.value::numeric) from said s where s.effect = 'inspection_factor'), 1) as inspection_factor,
    (select coalesce(json_agg(json_build_object('effect', s.effect, 'zh', s.zh, 'en', s.en, 'value', s.value, 'note_zh', s.note_zh, 'note_en', s.note_en, 'origin', s.origin,
                                                'basis', s.basis, 'entry_id', s.entry_id, 'since', s.since, 'until', s.until) order by s.place, s.since, s.effect), '[]')
     from said s) as effects
from firm f
left join lateral credit_of('firm', f.id, f.day) k on true
left join lateral (
    select g.value ->> 'label_zh' as label_zh, g.value ->> 'label_en' as label_en
    from jsonb_array_elements((k.book).document -> 'grades') g (value)
    where coalesce(g.value ->> 'subject', 'firm') = 'firm' and g.value ->> 'grade' = k.grade
    limit 1) g on true
