select
    s.id, s.kind, s.range_from as "range.from", s.range_before as "range.before", s.delivered, s.dead, s.delivered_at, s.tries, s.first_tried_at,
    case when s.finished_at is null then s.next_try_at end as next_try_at, s.tried_at, s.outcome, s.status, s.created_at, s.finished_at
from webhook_streams s
where s.district_code = :'district' and s.endpoint_id = :'id'::uuid
  and (select must_exist(exists (select from webhook_endpoints e where e.district_code = :'district' and e.id = :'id'::uuid)))
  and s.kind = any(:'kind'::text[]) -- if kind
  and (s.created_at, s.id) < (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor
order by s.created_at desc, s.id desc -- if sort=-created_at
limit :'limit'::bigint -- if limit
