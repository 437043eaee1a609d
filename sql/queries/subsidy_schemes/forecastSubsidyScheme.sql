-- G06-G09, G13: what the scheme will cost by its own areas, the register's of a day, or those that are asked about; G05: old estates whose fee is not what the plan goes by.
with scheme as (
    select b.id, b.code, b.number, b.title_zh, b.title_en, b.document, subsidy_scheme_state(b.state, b.effective_to, b.superseded_by, :'today'::date) as state,
        case when :'areas' = 'register' then coalesce(:'as_of'::date, :'today'::date) end as day
    from subsidy_schemes b
    where b.id = :'id'::uuid
), asked as (
    select split_part(a.value, ':', 1) as class, split_part(a.value, ':', 2) as area
    from unnest(coalesce(:'area'::text[], '{}')) a (value)
), judged as (
    select case when :'areas' <> 'register' and :'as_of'::date is not null or exists (select from asked a group by a.class having count(*) > 1)
            or exists (select from asked a where not exists (select from scheme s cross join lateral subsidy_scheme_classes(s.document) c where c.class = a.class))
        then 'scheme_area_wrong' end as problem
), estate as materialized (
    select r.*
    from scheme s
    cross join lateral subsidy_register(s.document, s.day) r
    where s.day is not null
), area as (
    select c.class, coalesce(a.area, case when s.day is null then c.area_m2::text else coalesce(e.area_m2, 0)::text end) as area,
        case when s.day is not null and a.area is null then coalesce(e.estates, 0) end as estates
    from scheme s
    cross join lateral subsidy_scheme_classes(s.document) c
    left join (select e.class, count(*)::integer as estates, sum(e.area_m2) as area_m2 from estate e group by e.class) e on e.class = c.class
    left join (select a.class, max(a.area) as area from asked a group by a.class) a on a.class = c.class
), line as materialized (
    select f.*, a.estates
    from scheme s
    cross join lateral subsidy_forecast(s.document, (select jsonb_object_agg(a.class, a.area) from area a)) f
    left join area a on a.class = f.class
), year as (
    select l.year_position, l.year_index, l.first, l.after, l.months, whole_sum(array_agg(l.monthly)) as monthly, whole_sum(array_agg(l.amount)) as amount,
        whole_sum(array_agg(l.fees)) as fees,
        jsonb_agg(jsonb_build_object('class', l.class, 'area_m2', l.area_m2::text, 'rate', trim_scale(l.rate)::text, 'monthly', l.monthly::text, 'guide_fees', l.fees::text)
            || subsidy_shown(l.amount) order by l.class_position) as classes
    from line l
    group by l.year_position, l.year_index, l.first, l.after, l.months
), class as (
    select jsonb_agg(jsonb_build_object('class', c.class, 'title_zh', c.title_zh, 'title_en', c.title_en, 'guide_fee', trim_scale(c.guide_fee)::text, 'area_m2', c.area_m2::text,
            'estates', c.estates, 'guide_fees', c.fees::text) || subsidy_shown(c.amount) order by c.class_position) as classes
    from (
        select l.class_position, l.class, l.title_zh, l.title_en, l.guide_fee, l.area_m2, l.estates, whole_sum(array_agg(l.amount)) as amount, whole_sum(array_agg(l.fees)) as fees
        from line l
        group by l.class_position, l.class, l.title_zh, l.title_en, l.guide_fee, l.area_m2, l.estates
    ) c
), beyond as materialized (
    -- The highest fee that the plan goes by is the document's to say, and whether it is still one of them.
    select e.*, row_number() over (order by e.code, e.estate_id) as nth, s.document #>> '{former_fee,high}' as high
    from scheme s
    join estate e on e.new_or_old = 'old' and not subsidy_band_holds(e.fee, null, true, (s.document #>> '{former_fee,high}')::numeric, (s.document #>> '{former_fee,high_inclusive}')::boolean)
)
select s.id, s.code, s.number, s.title_zh, s.title_en, s.state, :'areas' as areas, s.day as as_of,
    (select c.classes from class c) as classes,
    (select jsonb_agg(jsonb_build_object('index', y.year_index, 'from', to_char(y.first, 'YYYY-MM'), 'to', to_char(y.after - 1, 'YYYY-MM'), 'months', y.months, 'monthly', y.monthly::text,
        'guide_fees', y.fees::text, 'classes', y.classes) || subsidy_shown(y.amount) order by y.year_position) from year y) as years,
    (select subsidy_shown(whole_sum(array_agg(y.amount))) || jsonb_build_object('guide_fees', whole_sum(array_agg(y.fees))::text) from year y) as total,
    case when s.day is not null then (select jsonb_build_object('estates', count(*), 'area_m2', coalesce(sum(e.area_m2), 0.00)::text) from estate e where e.class is null) end as unclassed,
    (select count(*)::integer from beyond) as findings_count,
    (select coalesce(jsonb_agg(jsonb_build_object('code', 'fee_not_below', 'estate_id', b.estate_id, 'estate_code', b.code, 'estate_name', b.name, 'class', b.class,
        'contract_id', b.contract_id, 'fee', trim_scale(b.fee)::text, 'bound', b.high) order by b.nth), '[]') from beyond b where b.nth <= 200) as findings,
    refused(j.problem) as "!problem"
from scheme s
cross join judged j
