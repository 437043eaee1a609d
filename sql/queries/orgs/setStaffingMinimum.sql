-- The district's own minimum ends the one before it; whom a rule counts is every district's rule to say.
with judged as (
    select r.specialists_only, n.first, case
        when r.rule is null then 'staffing_rule_unknown'
        when n.first < :'today'::date then 'takes_effect_in_the_past'
        end as problem
    from (values (coalesce(:'effective_from'::date, :'today'::date))) n (first)
    left join staffing_minimums r on r.district_code = '*' and r.rule = :'rule' and r.level = :'level'
        and r.effective_from <= n.first and coalesce(r.effective_to > n.first, true)
), ended as (
    update staffing_minimums m set effective_to = j.first
    from judged j
    where m.district_code = :'district' and m.rule = :'rule' and m.level = :'level' and j.problem is null
      and m.effective_from < j.first and coalesce(m.effective_to > j.first, true)
    returning m.effective_from
), made as (
    insert into staffing_minimums (district_code, rule, level, specialists_only, minimum, source, effective_from)
    select :'district', :'rule', :'level', j.specialists_only, :'minimum'::integer, :'source', j.first
    from judged j
    cross join (select count(*) from ended) e
    where j.problem is null
    returning *
)
select m.rule, m.level, m.specialists_only, m.minimum, true as own, m.source, m.effective_from, m.effective_to, refused(j.problem) as "!problem"
from judged j
left join made m on true
