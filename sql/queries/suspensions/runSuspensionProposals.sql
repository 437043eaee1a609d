select :'quarter'::text as quarter, m.rules, m.rankings, m.made, m.overtaken, m.proposals, refused(m.problem) as "!problem"
from suspension_run(:'quarter'::text, :'rules_on'::date, :'now'::timestamptz, :'today'::date) m
