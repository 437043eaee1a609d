-- Without a token those of every district, with one those of the caller's. The page is cut before anything is looked up for its rows, unless that is what is asked for.
select c.id, c.district_code, c.uscc, c.name, c.locality, c.registered_division, c.service_hotline, c.party_org, c.status, s.grade as "grade.grade", s.as_of as "grade.as_of",
    s.publication_id as "grade.publication_id", to_json(s.lists) as lists, s.dishonest, s.state as "market_access.state", s.since as "market_access.since", s.until as "market_access.until", s.estates
from (
    select c.*
    from published_firms c
    where true
      and c.district_code = :'district_code'::text -- if district_code
      and c.uscc = :'uscc'::text -- if uscc
      and c.status = any(:'status'::text[]) -- if status
      and c.name_x like zh_like(:'q') -- if q
      and (c.name, c.id) > (:'after_key'::text, :'after_id'::uuid) -- if cursor
    order by c.name, c.id -- if limit, !grade, !list, !dishonest
    limit :'limit'::bigint -- if limit, !grade, !list, !dishonest
) c
join published_firm_standings s on s.district_code = c.district_code and s.id = c.id
where true
  and s.grade = any(:'grade'::text[]) -- if grade
  and :'list'::text = any(s.lists) -- if list
  and s.dishonest = :'dishonest'::boolean -- if dishonest
order by c.name, c.id -- if sort=name
limit :'limit'::bigint -- if limit
