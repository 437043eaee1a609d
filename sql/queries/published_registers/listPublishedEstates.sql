-- Without a token those of every district, with one those of the caller's.
select c.id, c.district_code, c.code, c.name, c.street_code, c.community_code, s.firm_id as "firm.id", s.name as "firm.name", s.uscc as "firm.uscc", s.contract_id
from (
    select c.*
    from published_estates c
    where true
      and c.district_code = :'district_code'::text -- if district_code
      and c.street_code = any(:'street_code'::text[]) -- if street_code
      and c.community_code = any(:'community_code'::text[]) -- if community_code
      and c.id = any(array(select s.estate_id from published_services s where s.uscc = :'uscc'::text)) -- if uscc
      and c.name_x like zh_like(:'q') -- if q
      and (c.code, c.id) > (:'after_key'::text, :'after_id'::uuid) -- if cursor
    order by c.code, c.id -- if limit
    limit :'limit'::bigint -- if limit
) c
left join lateral (
    select s.* from published_services s where s.district_code = c.district_code and s.estate_id = c.id order by s.service_start desc, s.contract_id desc limit 1
) s on true
order by c.code, c.id -- if sort=code
