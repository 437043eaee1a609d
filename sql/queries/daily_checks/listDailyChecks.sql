select c.*
from (
    select k.id, k.checked_on
    from daily_checks k
    where k.district_code = :'district'
      and k.campaign_id = :'campaign_id'::uuid -- if campaign_id
      and k.street_code = any(:'street_code'::text[]) -- if street_code
      and k.community_code = any(:'community_code'::text[]) -- if community_code
      and k.estate_id = :'estate_id'::uuid -- if estate_id
      and k.checked_on >= :'checked_from'::date -- if checked_from
      and k.checked_on < :'checked_before'::date -- if checked_before
      and (k.withdrawn_at is not null) = :'withdrawn'::boolean -- if withdrawn
      and k.updated_at >= :'updated_since'::timestamptz -- if updated_since
      and (k.checked_on, k.id) < (:'after_key'::date, :'after_id'::uuid) -- if cursor
    order by k.checked_on desc, k.id desc -- if sort=-checked_on
    limit :'limit'::bigint -- if limit
) p
join daily_check_cards c on c.id = p.id
order by p.checked_on desc, p.id desc -- if sort=-checked_on
