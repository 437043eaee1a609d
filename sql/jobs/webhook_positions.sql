-- every 60 s: a live stream does not read over and over what is others', and finished streams go after ninety days
with horizon as materialized (
    select pg_snapshot_xmin(pg_current_snapshot())::text::bigint as position
)
update webhook_streams s set log_position = h.position - 1, at = 'infinity'
from horizon h, webhook_endpoints e
where s.kind = 'live' and s.log_position < h.position - 1000
  and e.district_code = s.district_code and e.id = s.endpoint_id
  and not exists (
      select from complaint_updates u
      where u.district_code = e.district_code and u.client_id = e.client_id and u.log_position < h.position
        and (u.log_position, u.at, u.id) > (s.log_position, s.at, s.update_id));

delete from webhook_streams
where (district_code, id) in (
    select district_code, id from webhook_streams
    where finished_at < now() - interval '90 days' limit 10000 for update skip locked);
