select
    t.id, t.source, t.ticket_no, t.round, t.complaint_id, t.category, t.external_category,
    t.told_estate_code, t.told_estate_name, t.told_division_code, t.estate_id, t.street_code, t.community_code,
    t.received_at, t.created_at, c.state, c.result, c.satisfaction, c.due_at, c.urges, c.supervisions
from tickets t
join complaints c on c.district_code = t.district_code and c.id = t.complaint_id
where t.district_code = :'district'
  and t.source = :'source'::text -- if source
  and t.ticket_no = :'ticket_no'::text -- if ticket_no
  and c.state = any(:'state'::text[]) -- if state
  and t.created_at >= :'created_from'::timestamptz -- if created_from
  and t.created_at < :'created_before'::timestamptz -- if created_before
  and (t.created_at, t.id) < (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor, sort=-created_at
  and (t.created_at, t.id) > (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor, sort=created_at
order by t.created_at desc, t.id desc -- if sort=-created_at
order by t.created_at, t.id -- if sort=created_at
limit :'limit'::bigint -- if limit
