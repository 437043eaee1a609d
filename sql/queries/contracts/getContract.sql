select k.*
from contracts c -- if !as_of
from contracts_at(:'as_of'::date) c -- if as_of
left join contract_rule(:'district', coalesce(:'as_of'::date, :'today'::date)) r on true
cross join lateral contract_card(c, coalesce(:'as_of'::date, :'today'::date), r) k
where c.district_code = :'district' and c.id = :'id'::uuid
