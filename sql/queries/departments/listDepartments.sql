select
    d.id, d.code, case when r.code is not null then 'fixed' else 'additional' end as kind, d.name, d.street_code,
    d.valid_from, d.valid_to, d.end_reason, d.version, d.created_at, d.updated_at
from departments d
left join department_roster r on r.code = d.code and r.effective_from <= coalesce(:'as_of'::date, :'today'::date) and coalesce(r.effective_to > coalesce(:'as_of'::date, :'today'::date), true)
where d.district_code = :'district' and d.known_from < (coalesce(:'as_of'::date, :'today'::date) + 1)::timestamptz
  and d.valid_from <= coalesce(:'as_of'::date, :'today'::date) and coalesce(d.valid_to > coalesce(:'as_of'::date, :'today'::date), true)
  and d.code = any(:'code'::text[]) -- if code
  and (r.code is not null) = (:'kind' = 'fixed') -- if kind
  and d.street_code = any(:'street_code'::text[]) -- if street_code
  and (d.code, d.id) > (:'after_key'::text, :'after_id'::uuid) -- if cursor
order by d.code, d.id -- if sort=code
limit :'limit'::bigint -- if limit
