-- Reads and writes nothing: the supposed records are rows of the statement alone.
select
    'firm' as "subject.kind", f.id as "subject.id", f.name as "subject.name", q.day as as_of,
    a.rulebook_id as "rulebook.id", a.rulebook_code as "rulebook.code", a.rulebook_number as "rulebook.number", a.rulebook_title_zh as "rulebook.title_zh",
    a.rulebook_title_en as "rulebook.title_en",
    b.base as "before.base", b.basic as "before.basic", b.good as "before.good", b.bad as "before.bad", b.total as "before.total", b.has_bad as "before.has_bad",
    b.veto as "before.veto", b.takes_part as "before.takes_part", b.grade ->> 'grade' as "before.grade",
    a.base as "after.base", a.basic as "after.basic", a.good as "after.good", a.bad as "after.bad", a.total as "after.total", a.has_bad as "after.has_bad",
    a.veto as "after.veto", a.takes_part as "after.takes_part", a.grade ->> 'grade' as "after.grade",
    a.grade, a.effects, a.lines
from firms f
cross join lateral (select coalesce(:'as_of'::date, :'today'::date)) q (day)
cross join lateral credit_moment_held(coalesce(:'view', 'now'), :'known_at'::timestamptz, q.day, :'now'::timestamptz) m (known_at)
cross join lateral credit_card('firm', f.id, q.day, m.known_at) b
cross join lateral credit_supposed('firm', f.id, q.day, m.known_at, :'rulebook_id'::uuid, coalesce(:'records'::jsonb, '[]'),
                                   array(select o.id::uuid from jsonb_array_elements_text(coalesce(:'without'::jsonb, '[]')) o (id))) a
where f.district_code = :'district' and f.id = :'id'::uuid
