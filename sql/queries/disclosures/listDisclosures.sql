-- Row security: the caller's own; without a token what was not queried in any district.
select c.*
from (
    select d.district_code, d.id, d.published_on
    from disclosures d
    where true
      and d.district_code = :'district_code'::text -- if district_code
      and d.estate_id = :'estate_id'::uuid -- if estate_id
      and d.firm_id = :'firm_id'::uuid -- if firm_id
      and d.street_code = any(:'street_code'::text[]) -- if street_code
      and d.item = any(:'item'::text[]) -- if item
      and d.publisher = :'publisher'::text -- if publisher
      and d.state = any(:'state'::text[]) -- if state
      and d.published_on >= :'published_from'::date -- if published_from
      and d.published_on < :'published_before'::date -- if published_before
      and d.updated_at >= :'updated_since'::timestamptz -- if updated_since
      and (d.published_on, d.id) < (:'after_key'::date, :'after_id'::uuid) -- if cursor
    order by d.published_on desc, d.id desc -- if sort=-published_on
    limit :'limit'::bigint -- if limit
) p
join disclosure_cards c on c.district_code = p.district_code and c.id = p.id
order by p.published_on desc, p.id desc -- if sort=-published_on
