-- What rules a contract breaks, as the problem code; null when none. Runs as the owner: that an estate's preliminary contract has ended counts also
-- against a firm which does not see it.
set role wuye_owner;

create or replace function award_method_allowed(district text, why text, method text, day date) returns boolean language sql stable parallel safe as $$
    with rules as (
        select r.method, r.district_code
        from award_rules r
        where r.district_code in (district, '*') and r.trigger = why and r.effective_from <= day and coalesce(r.effective_to > day, true)
    )
    select exists (select from rules r where r.method = award_method_allowed.method
                   and (r.district_code <> '*' or not exists (select from rules o where o.district_code <> '*')))
$$;

create or replace function contract_fault(contract contracts, served uuid[], day date) returns text
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
    district constant text := current_district();
    fee_free_months integer;
    follows_preliminary boolean;
    is_first boolean;
    goes_on boolean;
begin
    select r.value into fee_free_months from rule_at('fee_free_months', '*', contract.service_start) r;
    -- C07: the first regular contract after the preliminary one is tendered, whatever it is called.
    select contract.kind = 'regular' and exists (
        select from contract_estates p
        where p.district_code = district and p.estate_id = any(served) and p.kind = 'preliminary' and p.in_force
          and not exists (select from contract_estates r where r.district_code = p.district_code and r.estate_id = p.estate_id
                          and r.kind = 'regular' and r.in_force and r.contract_id <> contract.id)) into follows_preliminary;
    -- A new estate that nobody has served yet is a new project, whatever the trigger says.
    select exists (
        select from estates e
        where e.district_code = district and e.id = any(served) and e.new_or_old = 'new'
          and not exists (select from contract_estates o where o.district_code = e.district_code and o.estate_id = e.id and o.in_force
                          and o.contract_id <> contract.id)) into is_first;
    -- A renewal goes on from a contract of the same firm that covered all of it and was not ended early.
    select exists (
        select from contracts p
        where p.district_code = district and p.id = contract.predecessor_id and p.firm_id = contract.firm_id and p.in_force and p.terminated_on is null
          and not exists (select from unnest(served) e (id) where not exists (
              select from contract_estates m where m.district_code = p.district_code and m.contract_id = p.id and m.estate_id = e.id))) into goes_on;
    return case
        when contract.kind = 'preliminary' and contract.award_trigger <> 'new_project' then 'award_trigger_wrong'
        when contract.award_trigger = 'new_project' and contract.kind <> 'preliminary' then 'award_trigger_wrong'
        when contract.award_trigger in ('new_project', 'after_preliminary')
            and not award_method_allowed(district, contract.award_trigger, contract.award_method, day) then 'tender_required'
        when follows_preliminary and not award_method_allowed(district, 'after_preliminary', contract.award_method, day) then 'tender_required'
        when is_first and not award_method_allowed(district, 'new_project', contract.award_method, day) then 'tender_required'
        when contract.award_trigger = 'renewal' and not goes_on then 'award_trigger_wrong'
        when not award_method_allowed(district, contract.award_trigger, contract.award_method, day) then 'award_method_not_allowed'
        -- C09: who takes over serves first and charges later; who goes on, goes on charging.
        when contract.award_trigger <> 'renewal' and contract.fee_start < contract.service_start + make_interval(months => fee_free_months)
            then 'fee_start_too_early'
        when contract.end_date < contract.service_start or contract.fee_start < contract.service_start then 'contract_period_wrong'
        end;
end $$;

grant execute on function award_method_allowed(text, text, text, date), contract_fault(contracts, uuid[], date) to wuye_district, wuye_street, wuye_company;

reset role;
