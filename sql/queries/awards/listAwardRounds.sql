-- Without their documents.
select c.id, c.common, c.district_code, c.code, c.year, c.title_zh, c.title_en, c.basis, c.nominations_from, c.nominations_until, c.deadline, c.overdue, c.publicity_days, c.publicity_kind,
    c.objection_days, c.state, c.publicity_from, c.publicity_until, c.objections_until, c.granted_on, c.cancelled_reason, c.version, c.created_at, c.updated_at
from award_round_cards c
where true
  and c.district_code = :'district_code'::text -- if district_code
  and c.year = :'year'::integer -- if year
  and c.state = any(:'state'::text[]) -- if state
  and c.overdue = :'overdue'::boolean -- if overdue
  and (c.created_at, c.id) < (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor
order by c.created_at desc, c.id desc -- if sort=-created_at
limit :'limit'::bigint -- if limit
