-- D06, I09. A period's months as they were frozen, with the period before and the same a year ago where all their months are. Estates are told where they are among the first three, firms where
-- they are among the first ten: the package has them all.
with asked as (
    select t.n, t.period, bulletin_months(t.period) as months, case when t.n = 1 then :'version'::integer end as version
    from (values (1, :'period'::text), (2, bulletin_before(:'period'::text, cardinality(bulletin_months(:'period'::text)))), (3, bulletin_before(:'period'::text, 12))) t (n, period)
), found as materialized (
    select a.n, a.period, array_agg(p.id order by p.n) as packages, count(*) = cardinality(a.months) as complete,
        json_agg(json_build_object('month', p.month, 'package_id', p.id, 'version', p.version, 'frozen_at', to_json(p.frozen_at), 'sha256', p.sha256) order by p.n) as told,
        array(select m from unnest(a.months) m where m <> all (array_agg(p.month)) order by m) as missing
    from asked a
    cross join lateral bulletin_packages(a.months, a.version) p
    group by a.n, a.period, a.months
), counted as materialized (
    select f.n, c.* from found f cross join lateral bulletin_figures(f.packages) c where f.n = 1 or f.complete
), paired as materialized (
    -- One look at all of them: nobody tells the planner how many figures there are, and it would look through those of the period before once for each.
    select c.place, c.figure, c.dimension, c.key, max(c.value) filter (where c.n = 1) as value, max(c.numerator) filter (where c.n = 1) as numerator,
        max(c.denominator) filter (where c.n = 1) as denominator, max(c.value) filter (where c.n = 2) as before, max(c.value) filter (where c.n = 3) as year_ago
    from counted c
    group by c.place, c.figure, c.dimension, c.key
    having bool_or(c.n = 1)
), placed as materialized (
    select p.*, case when p.dimension in ('estate', 'firm') then rank() over (partition by p.figure, p.dimension order by p.value desc) end as rank from paired p
), chosen as materialized (
    select p.dimension, p.key from placed p
    where p.dimension = 'estate' and p.figure = 'complaints_received' and p.rank <= 3 or p.dimension = 'firm' and p.figure in ('complaints_received', 'complaints_overdue') and p.rank <= 10
), rows as materialized (
    select p.place, p.figure, p.dimension, p.key, p.value, p.numerator, p.denominator, p.before, p.year_ago
    from placed p
    where p.key <> 'none' or p.dimension not in ('estate', 'firm')
), told as (
    select k.section, min(k.place) as place,
        json_agg(json_build_object('figure', k.figure, 'zh', k.zh, 'en', k.en, 'kind', k.kind, 'unit', k.unit, 'dimension', r.dimension, 'key', r.key, 'name', n.zh, 'name_en', n.en,
                                   'value', round(r.value, d.places)::text, 'numerator', trim_scale(r.numerator)::text, 'denominator', trim_scale(r.denominator)::text,
                                   'before', round(r.before, d.places)::text, 'year_ago', round(r.year_ago, d.places)::text)
                 order by k.place, r.dimension, case when k.section = 'rankings' then r.value else -r.value end, r.key) as figures
    from rows r
    join exchange_figure_kinds() k on k.place = r.place
    cross join lateral (select case when k.unit in ('%', '元', '㎡', '工作日') then 2 else 0 end as places) d
    cross join lateral bulletin_name(r.dimension, r.key) n
    where k.section <> 'complaints' or r.dimension not in ('estate', 'firm') or (r.dimension, r.key) in (select c.dimension, c.key from chosen c)
    group by k.section
)
select f.period, case length(f.period) when 4 then 'year' else case when f.period like '%-Q%' then 'quarter' else 'month' end end as kind,
    :'district' as "district.code", (select d.name from divisions d where d.code = :'district') as "district.name",
    :'street' as "street.code", (select d.name from divisions d where d.code = :'street') as "street.name",
    f.complete, f.told as months, f.missing,
    b.period as "before.period", b.told as "before.months", y.period as "year_ago.period", y.told as "year_ago.months",
    (select json_agg(json_build_object('section', t.section, 'zh', s.zh, 'en', s.en, 'figures', t.figures) order by t.place) from told t join codes s on s.list_code = 'bulletin_section' and s.code = t.section) as sections
from found f
left join found b on b.n = 2 and b.complete
left join found y on y.n = 3 and y.complete
where f.n = 1
