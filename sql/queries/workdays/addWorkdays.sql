select :'date'::date as date, :'days'::integer as days, a.due, a.provisional
from add_working_days(:'date'::date, :'days'::integer) a
where a.due is not null
