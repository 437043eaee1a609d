-- With as_of: the contracts in force on that day, as the register had them when it was over. The page is cut before anything is looked up for its rows, so
-- what the card derives and a filter asks for (contract_card()) stands here once more.
select k.*
from (
    select c as contract, r.value::integer as expiring_days
    from contracts c -- if !as_of
    from contracts_at(:'as_of'::date) c -- if as_of
    left join rule_at('expiring_days', '*', coalesce(:'as_of'::date, :'today'::date)) r on true
    where c.district_code = :'district'
      and c.firm_id = :'firm_id'::uuid -- if firm_id
      and c.id in (select ce.contract_id from contract_estates ce where ce.district_code = :'district' and ce.estate_id = :'estate_id'::uuid) -- if estate_id, !as_of
      and c.id in (select ce.contract_id from contract_estates_at(:'as_of'::date) ce where ce.district_code = :'district' and ce.estate_id = :'estate_id'::uuid) -- if estate_id, as_of
      and c.service_unit_id = :'service_unit_id'::uuid -- if service_unit_id
      and c.predecessor_id = :'predecessor_id'::uuid -- if predecessor_id
      and c.kind = :'kind'::text -- if kind
      and contract_state(c.state, c.service_start, c.end_date, c.terminated_on, coalesce(:'as_of'::date, :'today'::date), r.value::integer) = any(:'state'::text[]) -- if state
      and c.registration_no = :'registration_no'::text -- if registration_no
      and c.review = any(:'review'::text[]) -- if review
      and c.fee_cadence = any(:'fee_cadence'::text[]) -- if fee_cadence
      and c.fee_relief = :'fee_relief'::boolean -- if fee_relief
      and c.in_force and least(c.end_date, c.terminated_on) < :'ends_before'::date -- if ends_before
      and c.in_force and least(c.end_date, c.terminated_on) >= :'ends_from'::date -- if ends_from
      and coalesce(coalesce(c.filed_at, coalesce(:'as_of'::date, :'today'::date)) > c.signed_on + (select s.value::integer from rule_at('filing_days', '*', c.signed_on) s), false) = :'filing_overdue'::boolean -- if filing_overdue
      and (coalesce(least(c.end_date, c.terminated_on) <= coalesce(:'as_of'::date, :'today'::date), false) and contract_handover_overdue(c, coalesce(:'as_of'::date, :'today'::date))) = :'handover_overdue'::boolean -- if handover_overdue
      and (zh_separate(coalesce(c.registration_no, '')) like zh_like(:'q') or c.firm_id in (select f.id from firms f where f.district_code = :'district' and f.name_x like zh_like(:'q'))) -- if q
      and c.in_force and c.service_period @> :'as_of'::date -- if as_of
      and c.updated_at >= :'updated_since'::timestamptz -- if updated_since
      and (c.service_start, c.id) < (:'after_key'::date, :'after_id'::uuid) -- if cursor, sort=-service_start
      and (c.service_start, c.id) > (:'after_key'::date, :'after_id'::uuid) -- if cursor, sort=service_start
    order by c.service_start desc, c.id desc -- if sort=-service_start
    order by c.service_start, c.id -- if sort=service_start
    limit :'limit'::bigint -- if limit
) p
cross join lateral contract_card(p.contract, coalesce(:'as_of'::date, :'today'::date), p.expiring_days) k
order by k.service_start desc, k.id desc -- if sort=-service_start
order by k.service_start, k.id -- if sort=service_start
