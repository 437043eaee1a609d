-- From tomorrow or later: what holds today is not touched. One that would end before it begins is withdrawn.
select s.*, refused(e.problem) as "!problem", case when e.problem = 'state_conflict' then 'ended' end as "!state"
from sla_policy_end(:'id'::uuid, :'effective_to'::date, :'today'::date) e
left join lateral sla_policy_card(e.ended) s on true
