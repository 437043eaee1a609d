select c.*
from (
    select m.id, m.created_at
    from mediation_cases m
    where m.district_code = :'district'
      and m.state = any(:'state'::text[]) -- if state
      and m.kind = any(:'kind'::text[]) -- if kind
      and m.tier = any(:'tier'::text[]) -- if tier
      and m.body_id = :'body_id'::uuid -- if body_id
      and m.estate_id = :'estate_id'::uuid -- if estate_id
      and m.firm_id = :'firm_id'::uuid -- if firm_id
      and m.complaint_id = :'complaint_id'::uuid and exists (select from complaints o where o.district_code = m.district_code and o.id = m.complaint_id) -- if complaint_id
      and m.street_code = any(:'street_code'::text[]) -- if street_code
      and m.community_code = any(:'community_code'::text[]) -- if community_code
      and m.referred_to = any(:'referred_to'::text[]) -- if referred_to
      and coalesce(mediation_late(m.overdue_from, m.solved_at, m.state), false) = :'overdue'::boolean -- if overdue
      and m.state in ('open', 'failed', 'referred') and m.overdue_from < :'due_before'::date::timestamp at time zone 'Asia/Shanghai' -- if due_before
      and m.updated_at >= :'updated_since'::timestamptz -- if updated_since
      and (m.created_at, m.id) < (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor
    order by m.created_at desc, m.id desc -- if sort=-created_at
    limit :'limit'::bigint -- if limit
) p
join mediation_case_cards c on c.id = p.id
order by p.created_at desc, p.id desc -- if sort=-created_at
