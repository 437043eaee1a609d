-- D03, D07, D08. What is confirmed for periods that end within the days asked for: of each assessor the mean of its percentages, weighed as the rulebook of the last day
-- says. Who has not spoken is named, and the weights of the others are taken for the whole. A mean is rounded only when it is shown; what a
-- division by three leaves behind the twentieth place is rounded away first, so that half a cent stays half a cent.
with asked as (
    select f.id, coalesce(:'from'::date, greatest((coalesce(:'to'::date, :'today'::date) - interval '1 year' + interval '1 day')::date, date '0001-01-01')) as first, coalesce(:'to'::date, :'today'::date) as last
    from firms f
    where f.district_code = :'district' and f.id = :'id'::uuid
), book as materialized (
    select b.* from asked a cross join lateral credit_rulebook_on(a.last) b
), weight as (
    select w.assessor, w.weight from book b cross join lateral jsonb_to_recordset(b.document -> 'assessor_weights') w (assessor text, weight numeric)
), spoken as (
    select e.assessor, count(*) as evaluations, round(avg(round(e.score::numeric(40, 30) * 100 / e.score_max, 30)), 25) as mean, min(e.period_from) as first, max(e.period_to) as last
    from asked a
    join evaluations e on e.district_code = :'district' and e.firm_id = a.id and e.state = 'confirmed' and assessment_term(e.kind, e.period_to) is null
      and e.period_to between a.first and a.last
      and e.estate_id = :'estate_id'::uuid -- if estate_id
    group by e.assessor
), line as (
    select coalesce(w.assessor, s.assessor) as assessor, w.weight, s.evaluations, s.mean, s.first, s.last
    from weight w full join spoken s on s.assessor = w.assessor
), total as (
    select sum(l.mean * l.weight) / nullif(sum(l.weight) filter (where l.mean is not null), 0) as result,
           bool_and(l.mean is not null) filter (where l.weight is not null) as complete,
           coalesce(json_agg(l.assessor order by l.assessor) filter (where l.weight is not null and l.mean is null), '[]') as missing
    from line l
)
select
    a.id as firm_id, a.first as "from", a.last as "to",
    b.id as "rulebook.id", b.code as "rulebook.code", b.number as "rulebook.number", b.title_zh as "rulebook.title_zh", b.title_en as "rulebook.title_en",
    round(round(t.result, 20), 2) as result, coalesce(t.complete, false) as complete, t.missing,
    (select round(round(s.mean, 20), 2) from spoken s where s.assessor = 'third_party') as third_party,
    (select coalesce(json_agg(json_build_object('assessor', l.assessor, 'zh', c.zh, 'en', c.en, 'weight', l.weight::text, 'evaluations', coalesce(l.evaluations, 0), 'mean', round(round(l.mean, 20), 2)::text,
                                                'period_from', l.first, 'period_to', l.last) order by c.position, l.assessor), '[]')
     from line l
     left join codes c on c.list_code = 'evaluation_assessor' and c.code = l.assessor and c.effective_from <= a.last and coalesce(c.effective_to > a.last, true)) as assessors,
    (select coalesce(json_agg(json_build_object('code', c.code, 'zh', c.zh, 'en', c.en) order by c.position), '[]')
     from codes c
     where c.list_code = 'evaluation_use' and c.effective_from <= a.last and coalesce(c.effective_to > a.last, true)) as uses
from asked a
cross join total t
left join book b on true
