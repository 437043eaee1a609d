select c.*, refused(m.problem) as "!problem", case m.problem when 'state_conflict' then m.standing end as "!state"
from committee_account_close(:'id'::uuid, coalesce(:'closed_on'::date, :'today'::date), :'reason_masked', :'now'::timestamptz, :'today'::date) m
left join lateral committee_account_card(m.id) c on m.problem is null
where m.id is not null
