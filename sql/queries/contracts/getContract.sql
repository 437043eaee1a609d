select k.*
from contracts c -- if !as_of
from contracts_at(:'as_of'::date) c -- if as_of
left join rule_at('expiring_days', '*', coalesce(:'as_of'::date, :'today'::date)) r on true
cross join lateral contract_card(c, coalesce(:'as_of'::date, :'today'::date), r.value::integer) k
where c.district_code = :'district' and c.id = :'id'::uuid
