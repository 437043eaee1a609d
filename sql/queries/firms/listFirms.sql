-- firm_search and firm_past_search are the caller's own views: sql/views/registers.sql.
select
    f.id, f.uscc, f.name, f.locality, f.registered_division, f.service_hotline, f.contact_phone, f.office_address, f.party_org, f.party_org_since,
    coalesce(a.state, f.market_access) as market_access, f.status, f.entry, f.uscc_override_reason, f.version, f.created_at, f.updated_at
from firms f -- if !as_of, !q
from firm_search f -- if !as_of, q
from firms_at(:'as_of'::date) f -- if as_of, !q
from firm_past_search f -- if as_of, q
left join firm_market_access a on a.district_code = f.district_code and a.firm_id = f.id
    and daterange(a.valid_from, a.valid_to) @> coalesce(:'as_of'::date, :'today'::date)
where f.district_code = :'district'
  and f.uscc = :'uscc'::text -- if uscc
  and f.locality = :'locality'::text -- if locality
  and coalesce(a.state, f.market_access) = any(:'market_access'::text[]) -- if market_access
  and f.status = any(:'status'::text[]) -- if status
  and f.entry = any(:'entry'::text[]) -- if entry
  and f.party_org = :'party_org'::boolean -- if party_org
  and (f.service_hotline is not null) = :'has_hotline'::boolean -- if has_hotline
  and f.id in (select firms_managing_in(:'district', :'manages_in_street'::text[], coalesce(:'as_of'::date, :'today'::date))) -- if manages_in_street
  and f.updated_at >= :'updated_since'::timestamptz -- if updated_since
  and f.name_x like zh_like(:'q') -- if q
  and f.known_from < (:'as_of'::date + 1)::timestamptz and f.known_to >= (:'as_of'::date + 1)::timestamptz -- if as_of, q
  and (f.name, f.id) > (:'after_key', :'after_id'::uuid) -- if cursor
order by f.name, f.id -- if sort=name
limit :'limit'::bigint -- if limit
