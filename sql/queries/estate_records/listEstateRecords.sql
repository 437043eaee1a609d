-- With as_of: what was on file when that day was over.
select
    r.id, r.estate_id as "estate.id", e.code as "estate.code", e.name as "estate.name", r.kind, r.title, r.category, r.reference,
    case when :'role' not in ('company', 'platform') then estate_record_keeper(r.id) end as keeper, r.keeper_kind,
    r.dated_on, r.starts_on, r.ends_on, r.year, r.amount, r.lessor, r.lessee, r.consented_on, r.note, r.quantity, r.appraised, r.appraiser,
    f.findings, r.supersedes, r.ended_at, r.end_reason, r.version, r.created_at, r.updated_at
from estate_records r
join estates e on e.district_code = r.district_code and e.id = r.estate_id
cross join lateral (select estate_record_findings((r.district_code, r.id, r.estate_id, r.kind, r.title, r.category, r.reference, null, r.keeper_kind, r.dated_on, r.starts_on,
        r.ends_on, r.year, r.amount, r.lessor, r.lessee, r.consented_on, r.note, r.supersedes, r.ended_at, r.end_reason, r.version, r.created_at,
        r.updated_at, r.quantity, r.appraised, r.appraiser)::estate_records) as findings) f
where r.district_code = :'district'
  and r.created_at < (:'as_of'::date + 1)::timestamptz and coalesce(r.ended_at >= (:'as_of'::date + 1)::timestamptz, true) -- if as_of
  and r.estate_id = :'estate_id'::uuid -- if estate_id
  and e.street_code = any(:'street_code'::text[]) -- if street_code
  and r.kind = any(:'kind'::text[]) -- if kind
  and r.category = any(:'category'::text[]) -- if category
  and (r.ended_at is not null) = :'ended'::boolean -- if ended
  and r.kind in ('public_space_use', 'parking_lease', 'parking_fee', 'parking_sale_only') -- if finding
  and f.findings ?| :'finding'::text[] -- if finding
  and r.updated_at >= :'updated_since'::timestamptz -- if updated_since
  and (r.created_at, r.id) > (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor
order by r.created_at, r.id -- if sort=created_at
limit :'limit'::bigint -- if limit
