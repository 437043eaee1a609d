-- C06, D23. Each reason that holds on the day, with what the rules of that day make of it: firm_reasons(); with an estate, what credit says of the firm's work there too.
with asked as (
    select coalesce(:'as_of'::date, :'today'::date) as day, coalesce(:'for', 'bid') as purpose
), firm as (
    select f.district_code, f.id, f.name, f.status, f.entry, f.service_hotline, coalesce(a.state, f.market_access) as market_access, q.day, q.purpose
    from asked q
    cross join lateral firms_at(q.day) f
    left join firm_market_access a on a.district_code = f.district_code and a.firm_id = f.id and daterange(a.valid_from, a.valid_to) @> q.day
    where f.district_code = :'district' and f.id = :'id'::uuid
), said as (
    select 1 as place, 'firm' as subject, r.reason, r.bars, r.position, r.since, r.until, f.day
    from firm f cross join lateral firm_reasons(f.id, f.day, f.purpose) r
    union all -- if estate_id
    select 2, 'project', r.reason, e.bars, e.position, r.since, r.until, f.day -- if estate_id
    from firm f -- if estate_id
    cross join lateral credit_reasons('project', :'estate_id'::uuid, f.id, f.day) r -- if estate_id
    cross join lateral eligibility_rule(f.purpose, r.reason, f.day) e -- if estate_id
), judged as (
    select s.place, s.subject, s.reason, s.bars, s.position, s.since, s.until, c.zh, c.en
    from said s
    left join codes c on c.list_code = 'eligibility_reason' and c.code = s.reason and c.effective_from <= s.day and coalesce(c.effective_to > s.day, true)
)
select
    f.id as firm_id, f.day as as_of, f.purpose as "for", not exists (select from judged j where j.bars) as eligible,
    (select case when bool_and(j.until is not null) then max(j.until) + 1 end from judged j where j.bars) as eligible_from, f.status, f.entry, f.market_access,
    (select coalesce(json_agg(json_build_object('code', j.reason, 'subject', j.subject, 'bars', j.bars, 'zh', j.zh, 'en', j.en, 'since', j.since, 'until', j.until)
                              order by j.place, j.position), '[]') from judged j) as reasons
from firm f
