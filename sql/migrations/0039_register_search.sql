-- A name is looked for within the caller's area, whatever others have: a term that is common in the next district costs nobody here anything, and a scope
-- narrows the search before a row is read.
create extension if not exists btree_gin with schema public;
set local role wuye_owner;

drop index estates_search;
create index estates_search on estates using gin (district_code, street_code, community_code, name_x gin_trgm_ops);
drop index estates_past_search;
create index estates_past_search on estates_past using gin (district_code, street_code, community_code, name_x gin_trgm_ops);
drop index firms_search;
create index firms_search on firms using gin (district_code, name_x gin_trgm_ops);

-- The firms of a past day are read by name, too.
create index firms_past_by_name on firms_past (district_code, name, id);
create index firms_past_search on firms_past using gin (district_code, name_x gin_trgm_ops);
