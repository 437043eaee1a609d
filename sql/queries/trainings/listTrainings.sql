select c.*
from (
    select t.id, t.held_on
    from trainings t
    where t.district_code = :'district'
      and t.subject = any(:'subject'::text[]) -- if subject
      and t.audience && :'audience'::text[] -- if audience
      and t.street_code = any(:'street_code'::text[]) -- if street_code
      and t.held_on >= :'held_from'::date -- if held_from
      and t.held_on < :'held_before'::date -- if held_before
      and t.updated_at >= :'updated_since'::timestamptz -- if updated_since
      and (t.held_on, t.id) < (:'after_key'::date, :'after_id'::uuid) -- if cursor
    order by t.held_on desc, t.id desc -- if sort=-held_on
    limit :'limit'::bigint -- if limit
) p
join training_cards c on c.id = p.id
order by p.held_on desc, p.id desc -- if sort=-held_on
