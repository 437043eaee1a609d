select
    'person' as "subject.kind", s.id as "subject.id", s.name as "subject.name", q.day as as_of, coalesce(:'view', 'now') as view, :'known_at'::timestamptz as known_at,
    c.rulebook_id as "rulebook.id", c.rulebook_code as "rulebook.code", c.rulebook_number as "rulebook.number", c.rulebook_title_zh as "rulebook.title_zh",
    c.rulebook_title_en as "rulebook.title_en", c.base, c.basic, c.good, c.bad, c.total, c.has_bad, c.veto, c.takes_part, c.grade, c.effects, c.lines, c.inputs_hash
from staff s
cross join lateral (select coalesce(:'as_of'::date, :'today'::date)) q (day)
cross join lateral credit_moment_held(coalesce(:'view', 'now'), :'known_at'::timestamptz, q.day, :'now'::timestamptz) m (known_at)
cross join lateral credit_card('person', s.id, q.day, m.known_at) c
where s.district_code = :'district' and s.id = :'id'::uuid
