-- The stream that was worked on longest ago, of those that have something to send, at an endpoint that nobody works for. The
-- log is walked in its order from where the stream is (offset 0: event by event), which is never far: see the job webhook_positions.
with horizon as materialized (
    select events_settled() as position
), due as (
    select e.district_code, e.id, s.id as stream_id, s.kind, s.tries, s.created_at
    from webhook_endpoints e
    join clients c on c.district_code = e.district_code and c.id = e.client_id
    join webhook_streams s on s.district_code = e.district_code and s.endpoint_id = e.id
    where (e.leased_until is null or e.leased_until < now())
      and (e.state = 'active' and c.state = 'active' or s.kind = 'ping')
      and s.finished_at is null and s.next_try_at <= now()
      and (s.kind <> 'live' or exists (
          select from (
              select v.complaint_id
              from complaint_events v
              where v.district_code = e.district_code and v.log_position < (select position from horizon) and (v.log_position, v.at, v.id) > (s.log_position, s.at, s.update_id)
              order by v.log_position, v.at, v.id) v
          cross join lateral (
              select from complaints k
              where k.district_code = e.district_code and k.id = v.complaint_id and k.client_id = e.client_id
              offset 0) k))
      and (s.kind <> 'reminders' or exists (
          select from report_reminders r
          where r.district_code = e.district_code and r.log_position < (select position from horizon) and (r.log_position, r.at, r.id) > (s.log_position, s.at, s.update_id)))
      and (s.kind <> 'changes' or exists (
          select from exchange_feeds f
          where f.district_code = e.district_code and f.seq > s.log_position and (s.delivered_at is null or s.delivered_at < now() - interval '2 seconds')))
    order by s.worked_at nulls first, s.id
    limit 1
    for update of e skip locked
)
update webhook_endpoints e set lease = :'lease'::uuid, leased_until = now() + make_interval(secs => :'lease_s'::integer)
from due
where e.district_code = due.district_code and e.id = due.id
returning e.district_code, e.id, e.url, due.stream_id, due.kind, due.tries, due.created_at, e.secret_1, e.secret_1_key, e.secret_2, e.secret_2_key
