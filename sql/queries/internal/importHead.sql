-- The columns to take, by their place in the file; none when the head has a fault.
select h.place, h.name, h.masked, h.common
from import_head(:'id'::uuid, :'line'::bigint, array(select n.name from jsonb_array_elements_text(:'names'::jsonb) with ordinality n (name, place) order by n.place)) h
