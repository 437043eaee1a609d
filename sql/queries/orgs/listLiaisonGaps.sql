-- Streets without a liaison on the day, for every campaign that has one anywhere within the caller's sight, or for the one asked for.
select k.campaign, j.street_code, d.name as street_name
from division_jurisdictions j
join divisions d on d.code = j.street_code
cross join (
    select distinct l.campaign from liaisons l where l.district_code = :'district' -- if !campaign
    select :'campaign'::text as campaign -- if campaign
) k
where j.district_code = :'district' and j.community_code is null
  and j.effective_from <= coalesce(:'as_of'::date, :'today'::date) and coalesce(j.effective_to > coalesce(:'as_of'::date, :'today'::date), true)
  and coalesce(j.street_code = :'street', true)
  and j.street_code = any(:'street_code'::text[]) -- if street_code
  and not exists (
    select from liaisons l
    where l.district_code = :'district' and l.campaign = k.campaign and l.street_code = j.street_code
      and l.created_at < (coalesce(:'as_of'::date, :'today'::date) + 1)::timestamptz and l.valid_from <= coalesce(:'as_of'::date, :'today'::date) and coalesce(l.valid_to > coalesce(:'as_of'::date, :'today'::date), true))
  and (j.street_code, k.campaign) > (:'after_key'::text, :'after_id'::text) -- if cursor
order by j.street_code, k.campaign -- if sort=street_code
limit :'limit'::bigint -- if limit
