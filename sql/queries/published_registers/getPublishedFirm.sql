select c.id, c.district_code, c.uscc, c.name, c.locality, c.registered_division, c.service_hotline, c.party_org, c.status, c."grade.grade", c."grade.as_of", c."grade.publication_id",
    to_json(c.lists) as lists, c.dishonest, c."market_access.state", c."market_access.since", c."market_access.until", c.estates
from published_firms c
where c.id = :'id'::uuid
