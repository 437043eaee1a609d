select k.*, refused(case when w.standing is not null then 'state_conflict' end) as "!problem", w.standing as "!state"
from rule_withdraw(:'id'::uuid, :'reason_masked', :'today'::date, :'now'::timestamptz) w
left join lateral rule_card(w.gone) k on true
