select g.rule, g.level, g.division_code, g.division_name, g.street_code, g.bodies, g.supervising, g.budgeted, g.with_office,
    g.minimum, g.actual, g.gap
from staffing_at(coalesce(:'as_of'::date, :'today'::date)) g
where true
  and g.rule = any(:'rule'::text[]) -- if rule
  and g.level = any(:'level'::text[]) -- if level
  and g.street_code = any(:'street_code'::text[]) -- if street_code
  and (g.gap > 0) = :'short'::boolean -- if short
  and (g.bodies > 0) = :'has_body'::boolean -- if has_body
  and (g.supervising > 0) = :'supervised'::boolean -- if supervised
  and (g.with_office > 0) = :'has_office'::boolean -- if has_office
  and (g.division_code, g.rule) > (:'after_key'::text, :'after_id'::text) -- if cursor
order by g.division_code, g.rule -- if sort=division_code
limit :'limit'::bigint -- if limit
