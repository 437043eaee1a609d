-- F12, F49. Months from the first to the last that is asked for; the running one when none is.
select j.street_code || '-' || to_char(j.month, 'YYYY-MM') as id, j.street_code, to_char(j.month, 'YYYY-MM') as month, j.visits, j.estates, j.required, j.visits < j.required as missed
from joint_enforcement_counts(to_date(coalesce(:'month_from', to_char(:'today'::date, 'YYYY-MM')), 'YYYY-MM'),
    least(to_date(coalesce(:'month_to', :'month_from', to_char(:'today'::date, 'YYYY-MM')), 'YYYY-MM'),
          (to_date(coalesce(:'month_from', to_char(:'today'::date, 'YYYY-MM')), 'YYYY-MM') + interval '59 months')::date)) j
where true
  and j.street_code = any(:'street_code'::text[]) -- if street_code
  and (j.visits < j.required) = :'missed'::boolean -- if missed
  and j.street_code || '-' || to_char(j.month, 'YYYY-MM') > :'after_key'::text -- if cursor
order by j.street_code || '-' || to_char(j.month, 'YYYY-MM') -- if sort=id
limit :'limit'::bigint -- if limit
