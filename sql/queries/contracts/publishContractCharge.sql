-- An item that is published again gets its new price from the day given; until the day before, the former one counts. The fee of the contract is the
-- most that may be charged for the service itself; any other item that gets dearer names what that rests on (C24).
with contract as (
    select c.*, contract_state(c.state, c.service_start, c.end_date, c.terminated_on, :'today'::date, r.value::integer) as standing
    from contracts seen
    cross join lateral contract_held(seen.id) c
    left join rule_at('expiring_days', '*', :'today'::date) r on true
    where seen.district_code = :'district' and seen.id = :'id'::uuid
), former as (
    select h.*
    from contract_charges h
    where h.district_code = :'district' and h.contract_id = :'id'::uuid and h.item = :'item'
      and h.valid_from <= :'valid_from'::date and coalesce(h.valid_to > :'valid_from'::date, true)
    for update
), judged as (
    select c.district_code, c.id, f.id as former, c.standing as state, case
        when c.standing not in ('filed', 'active', 'expiring') then 'state_conflict'
        when :'valid_from'::date < :'today'::date then 'takes_effect_in_the_past'
        when :'kind' = 'property_fee' and coalesce(:'price'::numeric > c.fee_m2_month, true) then 'charge_above_contract'
        when :'kind' = 'property_fee' and :'valid_from'::date < coalesce(c.fee_start, c.service_start) then 'charge_before_fee_start'
        when f.valid_from = :'valid_from'::date then 'charge_overlaps'
        when :'kind' <> 'property_fee' and :'price'::numeric > f.price and :'basis_masked'::text is null then 'charge_raise_unfounded'
        end as problem
    from contract c
    left join former f on true
), ended as (
    update contract_charges h set valid_to = :'valid_from'::date
    from judged j
    where h.district_code = j.district_code and h.id = j.former and j.problem is null
    returning h.id
), charge as (
    -- Reads what was ended, so that it is before this one begins.
    insert into contract_charges (district_code, id, contract_id, kind, item, unit, price, basis, valid_from, valid_to, published_by, published_at)
    select j.district_code, :'new_id'::uuid, j.id, :'kind', :'item', :'unit', :'price'::numeric, :'basis_masked', :'valid_from'::date, :'valid_to'::date,
           current_user_id(), :'now'::timestamptz
    from judged j
    left join ended on true
    where j.problem is null
    returning *
)
select h.id, h.contract_id, h.kind, h.item, h.unit, h.price, h.basis, h.valid_from, h.valid_to, h.published_at, j.state as "!state", refused(j.problem) as "!problem"
from judged j
left join charge h on true
