-- D15, D20, D21. What credit and the file of dishonest persons say of a person of a firm's staff, with what the rules of the day make of it.
with person as (
    select s.id, s.firm_id, coalesce(:'as_of'::date, :'today'::date) as day, coalesce(:'for', 'award') as purpose
    from staff_at(coalesce(:'as_of'::date, :'today'::date)) s
    where s.district_code = :'district' and s.id = :'id'::uuid
), judged as (
    select r.reason, e.bars, e.position, r.since, r.until, c.zh, c.en
    from person p
    cross join lateral (
        select k.* from credit_reasons('person', p.id, p.firm_id, p.day) k
        union all
        select d.reason, d.since, null from dishonest_of_person(p.id, p.day) d) r
    cross join lateral eligibility_rule(p.purpose, r.reason, p.day) e
    left join codes c on c.list_code = 'eligibility_reason' and c.code = r.reason and c.effective_from <= p.day and coalesce(c.effective_to > p.day, true)
)
select
    p.id as staff_id, p.firm_id, p.day as as_of, p.purpose as "for", not exists (select from judged j where j.bars) as eligible,
    (select case when bool_and(j.until is not null) then max(j.until) + 1 end from judged j where j.bars) as eligible_from,
    (select coalesce(json_agg(json_build_object('code', j.reason, 'subject', 'person', 'bars', j.bars, 'zh', j.zh, 'en', j.en, 'since', j.since, 'until', j.until)
                              order by j.position), '[]') from judged j) as reasons
from person p
