select c.*
from (
    select a.id, a.first_day
    from body_assessments a
    where a.district_code = :'district'
      and a.scheme_code = any(:'scheme_code'::text[]) -- if scheme_code
      and a.cycle = any(:'cycle'::text[]) -- if cycle
      and a.period = any(:'period'::text[]) -- if period
      and a.state = any(:'state'::text[]) -- if state
      and a.updated_at >= :'updated_since'::timestamptz -- if updated_since
      and (a.first_day, a.id) < (:'after_key'::date, :'after_id'::uuid) -- if cursor
    order by a.first_day desc, a.id desc -- if sort=-first_day
    limit :'limit'::bigint -- if limit
) p
join body_assessment_cards c on c.id = p.id
order by p.first_day desc, p.id desc -- if sort=-first_day
