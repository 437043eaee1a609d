-- The lease is given back. A stream that has nothing more to send is over, but for those that follow what happens.
with held as (
    update webhook_endpoints e set leased_until = null, lease = null,
        state = case when :'gone'::boolean then 'disabled' else e.state end,
        disabled_reason = case when :'gone'::boolean and e.state = 'active' then 'gone' else e.disabled_reason end,
        version = e.version + (:'gone'::boolean)::integer,
        updated_at = case when :'gone'::boolean then now() else e.updated_at end
    where e.district_code = :'district' and e.id = :'endpoint'::uuid and e.lease = :'lease'::uuid
    returning e.district_code, e.id
)
update webhook_streams s set worked_at = now(),
    finished_at = case when :'finished'::boolean and s.kind not in ('live', 'reminders', 'changes') then now() else s.finished_at end,
    tried_at = case when :'outcome'::text is null then s.tried_at else now() end,
    outcome = coalesce(:'outcome', s.outcome),
    status = case when :'outcome'::text is null then s.status else :'status'::integer end,
    tries = s.tries + (s.kind = 'ping' and :'outcome'::text is not null)::integer,
    delivered = s.delivered + (s.kind = 'ping' and coalesce(:'status'::integer between 200 and 299, false))::integer
from held h
where s.district_code = h.district_code and s.endpoint_id = h.id and s.id = :'stream'::uuid
returning s.id
