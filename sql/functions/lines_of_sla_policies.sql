-- How a limit is set before, between and after others for the same things, and how it ends.
set role wuye_owner;

create or replace function sla_policy_things(p sla_policies) returns text[] language sql immutable parallel safe as $$
    select array[p.policy_set, p.kind, p.urgency, p.category, p.expedited, p.complex, p.street_code, p.request_type, p.source]
$$;

-- Whoever sets or ends one waits for whoever does so already, and then sees what that one left.
create or replace function sla_policies_alone() returns void language sql volatile as $$
    select pg_advisory_xact_lock(hashtextextended('sla_policies|' || current_district(), 0))
$$;

-- Room for another from a day on: the one that runs on that day ends there. Says which is planned next.
create or replace function sla_policy_room(things text[], first date, another uuid, out next_from date, out next_id uuid)
language plpgsql volatile strict as $$
begin
    perform sla_policies_alone();
    update sla_policies r set effective_to = first, ended_for = another, ended_before = case when r.ended_for is null then r.effective_to else r.ended_before end
    where r.district_code = current_district() and sla_policy_things(r) = things
      and r.effective_from < first and coalesce(r.effective_to > first, true);
    select n.effective_from, n.id into next_from, next_id
    from sla_policies n
    where n.district_code = current_district() and sla_policy_things(n) = things
      and n.effective_from > first and coalesce(n.effective_to > n.effective_from, true)
    order by n.effective_from
    limit 1;
end $$;

-- One that has not begun is as if it had never been: what it had ended goes on, until the next that is planned or the day that somebody had set. No row: there is none.
create or replace function sla_policy_end(wanted uuid, until date, today date) returns table (ended sla_policies, problem text) language plpgsql volatile as $$
declare
    r sla_policies;
    last date;
begin
    perform sla_policies_alone();
    select t.* into r from sla_policies t where t.district_code = current_district() and t.id = wanted for update;
    if not found then
        return;
    end if;
    last := greatest(until, r.effective_from);
    problem := case when r.effective_to <= greatest(r.effective_from, today) then 'state_conflict' when until <= today then 'limit_not_ahead' end;
    if problem is null then
        update sla_policies t set effective_to = last, ended_for = null, ended_before = null
        where t.district_code = r.district_code and t.id = r.id
        returning t.* into ended;
    end if;
    if problem is null and last = r.effective_from then
        update sla_policies t set effective_to = least(n.effective_from, t.ended_before),
            ended_for = case when coalesce(n.effective_from < t.ended_before, true) then n.id end
        from (select) one
        left join lateral (
            select n.effective_from, n.id from sla_policies n
            where n.district_code = r.district_code and sla_policy_things(n) = sla_policy_things(r)
              and n.effective_from > r.effective_from and coalesce(n.effective_to > n.effective_from, true)
            order by n.effective_from
            limit 1) n on true
        where t.district_code = r.district_code and t.ended_for = r.id;
    end if;
    return next;
end $$;

grant execute on function sla_policy_things(sla_policies), sla_policies_alone(), sla_policy_room(text[], date, uuid), sla_policy_end(uuid, date, date) to wuye_district;

reset role;
