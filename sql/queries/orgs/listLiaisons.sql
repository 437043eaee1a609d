-- Every one there has been, or those of a day.
select
    l.id, l.campaign, l.street_code, l.name, l.post, l.phone, l.valid_from, l.valid_to, l.end_reason, l.replaced_by, l.version,
    l.created_at, l.updated_at
from liaisons l
where l.district_code = :'district'
  and l.campaign = :'campaign' -- if campaign
  and l.street_code = any(:'street_code'::text[]) -- if street_code
  and l.created_at < (:'as_of'::date + 1)::timestamptz -- if as_of
  and l.valid_from <= :'as_of'::date and coalesce(l.valid_to > :'as_of'::date, true) -- if as_of
  and l.id < :'after_id'::uuid -- if cursor
order by l.id desc -- if sort=-id
limit :'limit'::bigint -- if limit
