-- Its index holds these alone (complaints_unplaced), so that the queue costs as much as it holds.
select
    c.id, c.source, c.ticket_no, c.state, c.category, c.external_category, c.estate_id, t.told_estate_code, t.told_estate_name, t.told_division_code,
    c.street_code, c.community_code, c.title, c.request_type, c.urgency, c.received_at, c.version
from complaints c
left join lateral (
    select k.told_estate_code, k.told_estate_name, k.told_division_code
    from tickets k
    where k.district_code = c.district_code and k.complaint_id = c.id
    order by k.round
    limit 1
) t on true
where c.district_code = :'district'
  and (c.category is null or c.estate_id is null) and c.state not in ('merged', 'rejected', 'closed')
  and c.category is null -- if lacks=category
  and c.estate_id is null -- if lacks=estate
  and c.source = :'source'::text -- if source
  and c.external_category = :'external_category'::text -- if external_category
  and c.street_code = any(:'street_code'::text[]) -- if street_code
  and (c.received_at, c.id) < (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor, sort=-received_at
  and (c.received_at, c.id) > (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor, sort=received_at
order by c.received_at desc, c.id desc -- if sort=-received_at
order by c.received_at, c.id -- if sort=received_at
limit :'limit'::bigint -- if limit
