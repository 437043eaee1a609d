select m.id as ranking_id, m.made as proposed,
    (select count(*) from supervision_listings l where l.district_code = :'district' and l.ranking_id = m.id) as listings, refused(m.problem) as "!problem"
from listings_from_ranking(:'ranking_id'::uuid, :'now'::timestamptz, :'today'::date) m
