-- As they stand on the day; the district's own row wins over every district's.
select m.rule, m.level, m.specialists_only, m.minimum, m.own, m.source, m.effective_from, m.effective_to
from (
    select distinct on (s.rule, s.level) s.rule, s.level, s.specialists_only, s.minimum, s.district_code <> '*' as own, s.source, s.effective_from, s.effective_to
    from staffing_minimums s
    where s.district_code in ('*', :'district') and s.effective_from <= coalesce(:'as_of'::date, :'today'::date) and coalesce(s.effective_to > coalesce(:'as_of'::date, :'today'::date), true)
    order by s.rule, s.level, s.district_code = '*'
) m
where true
  and (m.level, m.rule) > (:'after_key'::text, :'after_id'::text) -- if cursor
order by m.level, m.rule -- if sort=level
limit :'limit'::bigint -- if limit
