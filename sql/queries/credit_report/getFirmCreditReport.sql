-- D01, D09, D22. One firm on one day as it was known then: grade, what follows, each thing that counts, and how the score came to be over two years. What a line is about is
-- the record's to say: the rulebook of the day may not know its item, or may mean something else by its code.
with firm as (
    select f.*, coalesce(:'as_of'::date, :'today'::date) as day
    from firms_at(coalesce(:'as_of'::date, :'today'::date)) f
    where f.district_code = :'district' and f.id = :'id'::uuid
), credit as materialized (
    select k.* from firm f cross join lateral credit_of('firm', f.id, f.day) k
)
select
    f.id as "firm.id", f.uscc as "firm.uscc", f.name as "firm.name", f.status as "firm.status", f.day as as_of,
    (k.book).id as "rulebook.id", (k.book).code as "rulebook.code", (k.book).number as "rulebook.number", (k.book).title_zh as "rulebook.title_zh", (k.book).title_en as "rulebook.title_en",
    k.grade as "grade.code", g.zh as "grade.zh", g.en as "grade.en", k.total as "grade.total",
    trim_scale(((k.book).document -> 'score' ->> 'base')::numeric) as "score.base", trim_scale(k.basic) as "score.basic", trim_scale(k.good) as "score.good", trim_scale(k.bad) as "score.bad",
    k.total as "score.total",
    credit_effects_told(f.id, f.day) as effects,
    (select coalesce(json_agg(json_build_object('record_id', l.record_id, 'item_code', l.item_code, 'title_zh', coalesce(r.title_zh, i.title_zh), 'title_en', coalesce(r.title_en, i.title_en), 'category', l.category,
                                                'points', trim_scale(l.points)::text, 'counted', trim_scale(l.counted)::text, 'cut_by', l.cut_by, 'veto', l.veto,
                                                'since', l.since, 'until', upper(n.valid) - 1, 'facts', r.facts) order by l.category = 'bad', l.category = 'good', l.since, l.record_id), '[]')
     from credit k
     cross join lateral credit_lines((k.book).document, 'firm', f.day, credit_known_at(f.day), array[f.id]) l
     left join jsonb_to_recordset((k.book).document -> 'items') i (code text, title_zh text, title_en text) on i.code = l.item_code
     left join credit_counts n on n.district_code = f.district_code and n.record_id = l.record_id and n.subject_kind = 'firm' and n.subject_id = f.id and n.known @> credit_known_at(f.day)
     left join credit_records r on r.district_code = f.district_code and r.id = l.record_id) as lines,
    (select coalesce(json_agg(json_build_object('on', h.on_day, 'total', h.total::text, 'grade', h.grade, 'rulebook_id', h.rulebook_id) order by h.on_day), '[]')
     from credit_report_history(f.id, f.day) h) as history
from firm f
left join credit k on true
left join lateral credit_grade_called((k.book).document, k.grade) g on true
