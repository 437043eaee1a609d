-- C06. Each reason that holds on the day, with what the rules of that day make of it: firm_reasons().
with firm as (
    select f.district_code, f.id, f.name, f.status, f.entry, f.service_hotline, coalesce(a.state, f.market_access) as market_access
    from firms_at(coalesce(:'as_of'::date, :'today'::date)) f
    left join firm_market_access a on a.district_code = f.district_code and a.firm_id = f.id
        and daterange(a.valid_from, a.valid_to) @> coalesce(:'as_of'::date, :'today'::date)
    where f.district_code = :'district' and f.id = :'id'::uuid
), judged as (
    select r.reason, r.bars, r.position, c.zh, c.en
    from firm f
    cross join lateral firm_reasons(f.id, coalesce(:'as_of'::date, :'today'::date)) r
    left join codes c on c.list_code = 'eligibility_reason' and c.code = r.reason and c.effective_from <= coalesce(:'as_of'::date, :'today'::date)
        and coalesce(c.effective_to > coalesce(:'as_of'::date, :'today'::date), true)
)
select
    f.id as firm_id, coalesce(:'as_of'::date, :'today'::date) as as_of, not exists (select from judged j where j.bars) as eligible, f.status, f.entry, f.market_access,
    (select coalesce(json_agg(json_build_object('code', j.reason, 'bars', j.bars, 'zh', j.zh, 'en', j.en) order by j.position), '[]') from judged j) as reasons
from firm f
