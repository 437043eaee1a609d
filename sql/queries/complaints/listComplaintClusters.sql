-- Found without a word of who called: sql/functions/repeats_of_complaints.sql.
select k.id, :'kind'::text as kind, k.estate_id as "estate.id", e.code as "estate.code", e.name as "estate.name", k.category, k.total_raw, k.total_merged, k.open,
    k.callers, k.first_received_at, k.last_received_at, to_jsonb(k.complaints) as complaints
from complaint_clusters(:'kind', coalesce(:'as_of'::date, :'today'::date), :'role') k
left join estates e on e.district_code = :'district' and e.id = k.estate_id
where true
  and k.estate_id = :'estate_id'::uuid -- if estate_id
  and k.category = any(:'category'::text[]) -- if category
  and (k.last_received_at, k.id) < (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor
order by k.last_received_at desc, k.id desc -- if sort=-last_received_at
limit :'limit'::bigint -- if limit
