-- Of a year, or of one quarter; without either, of the year of the last quarter that is over. A quarter is told from the second day after it.
with asked as (
    select s.first, least(s.first + case when :'quarter'::text is not null then interval '3 months' else interval '1 year' end, date_trunc('quarter', :'today'::date - 1))::date as before
    from (select coalesce(make_date(left(:'quarter'::text, 4)::integer, right(:'quarter'::text, 1)::integer * 3 - 2, 1), make_date(:'year'::integer, 1, 1),
                          date_trunc('year', date_trunc('quarter', :'today'::date - 1) - interval '1 day')::date) as first) s
), placed as (
    select g.*, row_number() over (order by g.quarter desc, g.district_code, g.rest, g.street_code, g.class) as position
    from asked a
    cross join lateral published_subsidies(:'district_code'::text, a.first, a.before) g
)
select p.position, p.district_code, to_char(p.quarter, 'YYYY-"Q"Q') as quarter, p.rest, p.street_code, (select d.name from divisions d where d.code = p.street_code) as street_name,
    nullif(p.class, '') as class, t.zh as class_zh, t.en as class_en, p.estates, p.amount
from placed p
left join lateral subsidy_class_title(p.district_code, p.class) t on true
where true
  and p.street_code = any(:'street_code'::text[]) -- if street_code
  and p.position > :'after_key'::bigint -- if cursor
order by p.position -- if sort=position
limit :'limit'::bigint -- if limit
