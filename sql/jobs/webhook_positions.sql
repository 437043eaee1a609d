-- every 60 s: a live stream does not read over and over what is others', and finished streams go after ninety days
with horizon as materialized (
    select events_settled() as position
)
update webhook_streams s set log_position = h.position - 1, at = 'infinity'
from horizon h, webhook_endpoints e
where s.kind = 'live' and s.log_position < h.position - 1000
  and e.district_code = s.district_code and e.id = s.endpoint_id
  and not exists (
      select from (
          select v.complaint_id
          from complaint_events v
          where v.district_code = e.district_code and v.log_position < h.position and (v.log_position, v.at, v.id) > (s.log_position, s.at, s.update_id)
          order by v.log_position, v.at, v.id) v
      cross join lateral (
          select from complaints k
          where k.district_code = e.district_code and k.id = v.complaint_id and k.client_id = e.client_id
          offset 0) k);

delete from webhook_streams
where (district_code, id) in (
    select district_code, id from webhook_streams
    where finished_at < now() - interval '90 days' limit 10000 for update skip locked);
