-- A14: the kinds of document that an archive has to have are those of the code list on the day; missing is what no document on file is of.
select e.id, e.code, e.name, not bool_or(k.code is not null and not k.there) as complete,
    coalesce(jsonb_agg(k.code order by k.position) filter (where k.there), '[]') as present,
    coalesce(jsonb_agg(k.code order by k.position) filter (where not k.there), '[]') as missing
from estates e
left join lateral (
    select c.code, c.position, exists (
        select from estate_records r
        where r.district_code = e.district_code and r.estate_id = e.id and r.kind = 'document' and r.category = c.code
          and r.created_at < (coalesce(:'as_of'::date, :'today'::date) + 1)::timestamptz
          and coalesce(r.ended_at >= (coalesce(:'as_of'::date, :'today'::date) + 1)::timestamptz, true)
    ) as there
    from codes c
    where c.list_code = 'estate_archive' and c.effective_from <= coalesce(:'as_of'::date, :'today'::date)
      and coalesce(c.effective_to > coalesce(:'as_of'::date, :'today'::date), true)
) k on true
where e.district_code = :'district' and e.id = :'id'::uuid
group by e.district_code, e.id
