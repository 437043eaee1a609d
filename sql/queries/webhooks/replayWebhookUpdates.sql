-- What the live stream has passed, once more, under the same ids. What it has not come to is sent by it anyway.
with endpoint as (
    select e.district_code, e.id, live.log_position + 1 as until_position
    from webhook_endpoints e
    join webhook_streams live on live.district_code = e.district_code and live.endpoint_id = e.id and live.kind = 'live'
    where e.district_code = :'district' and e.id = :'id'::uuid
), s as (
    insert into webhook_streams (district_code, id, endpoint_id, kind, range_from, range_before, until_position, next_try_at, created_at)
    select e.district_code, :'new_id'::uuid, e.id, 'replay', :'from'::timestamptz, coalesce(:'before'::timestamptz, :'now'::timestamptz), e.until_position,
           :'now'::timestamptz, :'now'::timestamptz
    from endpoint e
    returning *
)
select s.id, s.kind, s.range_from as "range.from", s.range_before as "range.before", s.delivered, s.dead, s.delivered_at, s.tries, s.first_tried_at,
    s.next_try_at, s.tried_at, s.outcome, s.status, s.created_at, s.finished_at
from s
