select g.rule, g.level, count(*)::integer as divisions, (count(*) filter (where g.bodies = 0))::integer as without_body,
       (count(*) filter (where g.gap > 0))::integer as short, sum(g.minimum)::integer as minimum, sum(g.actual)::integer as actual, sum(g.gap)::integer as gap
from staffing_at(coalesce(:'as_of'::date, :'today'::date)) g
where true
  and g.rule = any(:'rule'::text[]) -- if rule
  and g.level = any(:'level'::text[]) -- if level
  and (g.level, g.rule) > (:'after_key'::text, :'after_id'::text) -- if cursor
group by g.rule, g.level
order by g.level, g.rule -- if sort=level
limit :'limit'::bigint -- if limit
