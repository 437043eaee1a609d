-- Tried again after a time that doubles, at random between half of it and all of it, and no sooner than the receiver asks; when the first try is too long ago, given
-- up and passed over. Other streams of the endpoint go on meanwhile, and so does whoever takes the lease next.
with held as (
    update webhook_endpoints e set leased_until = null, lease = null
    where e.district_code = :'district' and e.id = :'endpoint'::uuid and e.lease = :'lease'::uuid
    returning e.district_code, e.id
), tried as (
    select s.district_code, s.endpoint_id, s.id, s.tries + 1 as tries, coalesce(s.first_tried_at, now()) as first_tried_at,
           now() - coalesce(s.first_tried_at, now()) >= make_interval(secs => :'retry_for_s'::double precision) as spent,
           least(:'retry_max_s'::double precision,
                 greatest(:'retry_first_s'::double precision * 2 ^ least(s.tries, 30) * (0.5 + random() / 2), coalesce(:'retry_after_s'::double precision, 0))) as wait_s
    from webhook_streams s join held h on h.district_code = s.district_code and h.id = s.endpoint_id
    where s.id = :'stream'::uuid
    for update of s
), given_up as (
    insert into webhook_dead_letters (district_code, endpoint_id, update_id, type, at, tries, first_tried_at, given_up_at, outcome, status)
    select t.district_code, t.endpoint_id, :'update'::uuid, :'type', :'at'::timestamptz, t.tries, t.first_tried_at, now(), :'outcome', :'status'::integer
    from tried t
    where t.spent
    on conflict (district_code, endpoint_id, update_id) do update set tries = webhook_dead_letters.tries + excluded.tries, given_up_at = excluded.given_up_at,
        outcome = excluded.outcome, status = excluded.status, delivered_at = null
)
update webhook_streams s set
    log_position = case when t.spent then :'position'::bigint else s.log_position end,
    at = case when t.spent then :'at'::timestamptz else s.at end,
    update_id = case when t.spent then :'update'::uuid else s.update_id end,
    dead = s.dead + t.spent::integer,
    tries = case when t.spent then 0 else t.tries end,
    first_tried_at = case when not t.spent then t.first_tried_at end,
    next_try_at = case when t.spent then now() else now() + make_interval(secs => t.wait_s) end,
    tried_at = now(), outcome = :'outcome', status = :'status'::integer, worked_at = now()
from tried t
where s.district_code = t.district_code and s.id = t.id
returning t.spent
