-- Done with; the lease runs on. No row: it is another's by now, or the endpoint was disabled, and this worker leaves off.
with held as (
    update webhook_endpoints e set leased_until = now() + make_interval(secs => :'lease_s'::integer)
    where e.district_code = :'district' and e.id = :'endpoint'::uuid and e.lease = :'lease'::uuid
    returning e.district_code, e.id, e.state
), moved as (
    update webhook_streams s set log_position = :'position'::bigint, at = :'at'::timestamptz, update_id = :'update'::uuid, tries = 0, first_tried_at = null,
        tried_at = now(), outcome = 'answered', status = :'status'::integer, delivered = s.delivered + 1, delivered_at = now(), worked_at = now()
    from held h
    where s.district_code = h.district_code and s.endpoint_id = h.id and s.id = :'stream'::uuid
    returning s.district_code, s.endpoint_id, s.kind
), revived as (
    update webhook_dead_letters d set delivered_at = now()
    from moved m
    where m.kind = 'replay' and d.district_code = m.district_code and d.endpoint_id = m.endpoint_id and d.update_id = :'update'::uuid and d.delivered_at is null
)
select h.id from held h join moved on true where h.state = 'active'
