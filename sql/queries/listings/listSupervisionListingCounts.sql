-- Every street of today that the caller sees has its row, whether anything in it was ever listed or not.
select j.code as street_code, v.name as street_name, coalesce(n.listed, 0) as listed, coalesce(n.open, 0) as open, coalesce(n.overdue, 0) as overdue,
    coalesce(n.accepted_in_time, 0) as accepted_in_time, coalesce(n.accepted_late, 0) as accepted_late
from division_jurisdictions j
join divisions v on v.code = j.code
left join listing_counts(coalesce(:'day_from'::date, date_trunc('year', :'today'::date)::date), coalesce(:'day_before'::date, :'today'::date + 1), :'today'::date) n on n.street_code = j.code
where j.district_code = :'district' and j.community_code is null and j.effective_from <= :'today'::date and coalesce(j.effective_to > :'today'::date, true)
  and j.code = coalesce(:'street', j.code)
  and j.code = any(:'street_code'::text[]) -- if street_code
  and j.code > :'after_key' -- if cursor
order by j.code -- if sort=street_code
limit :'limit'::bigint -- if limit
