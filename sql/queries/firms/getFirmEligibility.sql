-- C06. Each reason that holds on the day, with what the rules of that day make of it. A register of credit or of dishonest firms adds its rows here.
with firm as (
    select f.district_code, f.id, f.name, f.status, f.entry, f.service_hotline, coalesce(a.state, f.market_access) as market_access
    from firms_at(coalesce(:'as_of'::date, :'today'::date)) f
    left join firm_market_access a on a.district_code = f.district_code and a.firm_id = f.id
        and daterange(a.valid_from, a.valid_to) @> coalesce(:'as_of'::date, :'today'::date)
    where f.district_code = :'district' and f.id = :'id'::uuid
), found as (
    select r.reason
    from firm f, lateral (values
        ('deregistered', f.status = 'deregistered'),
        ('business_suspended', f.status = 'suspended'),
        ('entry_not_decided', f.entry = 'entry_review'),
        ('entry_refused', f.entry = 'refused'),
        ('market_access_exited', f.market_access = 'exited'),
        ('market_access_suspended', f.market_access = 'suspended'),
        ('market_access_restricted', f.market_access = 'restricted'),
        ('no_service_hotline', f.service_hotline is null)) r (reason, holds)
    where r.holds
), judged as (
    select e.reason, e.bars, e.position, c.zh, c.en
    from found
    join eligibility_rules e on e.reason = found.reason
    left join codes c on c.list_code = 'eligibility_reason' and c.code = e.reason and c.effective_from <= coalesce(:'as_of'::date, :'today'::date)
        and coalesce(c.effective_to > coalesce(:'as_of'::date, :'today'::date), true)
    where e.effective_from <= coalesce(:'as_of'::date, :'today'::date)
      and coalesce(e.effective_to > coalesce(:'as_of'::date, :'today'::date), true)
)
select
    f.id as firm_id, coalesce(:'as_of'::date, :'today'::date) as as_of, not exists (select from judged j where j.bars) as eligible, f.status, f.entry, f.market_access,
    (select coalesce(json_agg(json_build_object('code', j.reason, 'bars', j.bars, 'zh', j.zh, 'en', j.en) order by j.position), '[]') from judged j) as reasons
from firm f
