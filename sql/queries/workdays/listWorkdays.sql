select w.date, w.is_workday, w.name
from workdays w
where true
  and w.date >= :'date_from'::date -- if date_from
  and w.date < :'date_before'::date -- if date_before
  and w.date > :'after_key'::date -- if cursor
order by w.date -- if sort=date
limit :'limit'::bigint -- if limit
