-- In one statement, so that the names are of that version.
select n.id, n.code, n.name, v.version
from (select e.id, e.code, e.name from estate_names e union all select f.id, null, f.name from firm_names f) n
cross join name_version v
limit :'limit'::bigint
