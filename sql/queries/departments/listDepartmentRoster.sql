-- The fixed ones of the day, with how many the district has registered of each.
select r.code, c.position, c.zh, c.en, r.source,
    (select count(*)::integer
     from departments d
     where d.district_code = :'district' and d.code = r.code and d.known_from < (coalesce(:'as_of'::date, :'today'::date) + 1)::timestamptz
       and d.valid_from <= coalesce(:'as_of'::date, :'today'::date) and coalesce(d.valid_to > coalesce(:'as_of'::date, :'today'::date), true)) as registered
from department_roster r
join codes c on c.list_code = 'department' and c.code = r.code and c.effective_from <= coalesce(:'as_of'::date, :'today'::date) and coalesce(c.effective_to > coalesce(:'as_of'::date, :'today'::date), true)
where r.effective_from <= coalesce(:'as_of'::date, :'today'::date) and coalesce(r.effective_to > coalesce(:'as_of'::date, :'today'::date), true)
  and (c.position, r.code) > (:'after_key'::integer, :'after_id'::text) -- if cursor
order by c.position, r.code -- if sort=position
limit :'limit'::bigint -- if limit
