-- Decides on a firm's market access from a day on, or says why not (a problem, and the state that stands on that day). What was decided for that day and
-- later ends there first: the exclusion of overlaps would refuse otherwise. The firm's row is locked, and what was committed meanwhile is seen. A
-- decision that was proposed is for the state in which it was proposed. Runs with the caller's rights.
set role wuye_owner;

create or replace function decide_market_access(
    district text, firm uuid, new_id uuid, new_state text, why text, first_day date, after_last date, decider uuid, at timestamptz, asked_in text,
    out problem text, out standing text, out decision firm_market_access) language plpgsql volatile as $$
declare
    base text;
begin
    select f.market_access into base from firms f where f.district_code = district and f.id = firm for update;
    select coalesce(max(a.state), base) into standing
    from firm_market_access a
    where a.district_code = district and a.firm_id = firm and daterange(a.valid_from, a.valid_to) @> first_day;
    problem := case
        when first_day < at::date then 'takes_effect_in_the_past'
        when after_last <= first_day then 'period_reversed'
        when standing <> asked_in then 'target_changed'
        when not exists (select from market_access_transitions t
                         where t.from_state = standing and t.to_state = new_state and t.role = 'district') then 'state_conflict'
        end;
    if problem is not null then
        return;
    end if;
    update firm_market_access a set valid_to = greatest(a.valid_from, first_day), overtaken_at = at, planned_to = case when a.overtaken_at is null then a.valid_to else a.planned_to end
    where a.district_code = district and a.firm_id = firm
      and a.valid_from < coalesce(a.valid_to, 'infinity') and coalesce(a.valid_to > first_day, true);
    insert into firm_market_access (district_code, id, firm_id, state, reason, valid_from, valid_to, decided_by, decided_at)
    values (district, new_id, firm, new_state, why, first_day, after_last, decider, at)
    returning * into decision;
end $$;
grant execute on function decide_market_access(text, uuid, uuid, text, text, date, date, uuid, timestamptz, text) to wuye_district;

reset role;
