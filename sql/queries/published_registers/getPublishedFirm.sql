select c.id, c.district_code, c.uscc, c.name, c.locality, c.registered_division, c.service_hotline, c.party_org, c.status, s.grade as "grade.grade", s.as_of as "grade.as_of",
    s.publication_id as "grade.publication_id", to_json(s.lists) as lists, s.dishonest, s.state as "market_access.state", s.since as "market_access.since", s.until as "market_access.until", s.estates
from published_firms c
join published_firm_standings s on s.district_code = c.district_code and s.id = c.id
where c.id = :'id'::uuid
