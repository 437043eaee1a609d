-- How a rule of routing is set before, between and after others of its position, and how it ends.
set role wuye_owner;

-- Whoever sets or ends one waits for whoever does so already, and then sees what that one left.
create or replace function routing_rules_alone() returns void language sql volatile as $$
    select pg_advisory_xact_lock(hashtextextended('routing_rules|' || current_district(), 0))
$$;

-- Room for another from a day on: the one that runs on that day ends there. Says which is planned next.
create or replace function routing_rule_room(place integer, first date, another uuid, out next_from date, out next_id uuid)
language plpgsql volatile strict as $$
begin
    perform routing_rules_alone();
    update routing_rules r set effective_to = first, ended_for = another, ended_before = case when r.ended_for is null then r.effective_to else r.ended_before end
    where r.district_code = current_district() and r.position = place
      and r.effective_from < first and coalesce(r.effective_to > first, true);
    select n.effective_from, n.id into next_from, next_id
    from routing_rules n
    where n.district_code = current_district() and n.position = place
      and n.effective_from > first and coalesce(n.effective_to > n.effective_from, true)
    order by n.effective_from
    limit 1;
end $$;

-- One that has not begun is as if it had never been: what it had ended goes on, until the next that is planned or the day that somebody had set. No row: there is none.
create or replace function routing_rule_end(wanted uuid, until date, today date) returns table (ended routing_rules, problem text) language plpgsql volatile as $$
declare
    r routing_rules;
    last date;
begin
    perform routing_rules_alone();
    select t.* into r from routing_rules t where t.district_code = current_district() and t.id = wanted for update;
    if not found then
        return;
    end if;
    last := greatest(until, r.effective_from);
    problem := case when until < today then 'takes_effect_in_the_past' when r.effective_to <= last then 'state_conflict' end;
    if problem is null then
        update routing_rules t set effective_to = last, ended_for = null, ended_before = null
        where t.district_code = r.district_code and t.id = r.id
        returning t.* into ended;
    end if;
    if problem is null and last = r.effective_from then
        update routing_rules t set effective_to = least(n.effective_from, t.ended_before),
            ended_for = case when coalesce(n.effective_from < t.ended_before, true) then n.id end
        from (select) one
        left join lateral (
            select n.effective_from, n.id from routing_rules n
            where n.district_code = r.district_code and n.position = r.position
              and n.effective_from > r.effective_from and coalesce(n.effective_to > n.effective_from, true)
            order by n.effective_from
            limit 1) n on true
        where t.district_code = r.district_code and t.ended_for = r.id;
    end if;
    return next;
end $$;

grant execute on function routing_rules_alone(), routing_rule_room(integer, date, uuid), routing_rule_end(uuid, date, date) to wuye_district;

reset role;
