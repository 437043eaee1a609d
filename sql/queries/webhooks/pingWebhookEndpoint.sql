-- The worker sends one message and notes what came of it, be the endpoint active or not.
with endpoint as (
    select e.district_code, e.id
    from webhook_endpoints e
    where e.district_code = :'district' and e.id = :'id'::uuid
), s as (
    insert into webhook_streams (district_code, id, endpoint_id, kind, next_try_at, created_at)
    select e.district_code, :'new_id'::uuid, e.id, 'ping', :'now'::timestamptz, :'now'::timestamptz
    from endpoint e
    returning *
)
select s.id, s.kind, s.range_from as "range.from", s.range_before as "range.before", s.delivered, s.dead, s.delivered_at, s.tries, s.first_tried_at,
    s.next_try_at, s.tried_at, s.outcome, s.status, s.created_at, s.finished_at
from s
