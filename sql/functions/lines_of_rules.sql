-- How a rule of routing, and a limit, is set before, between and after others of its place, and how it ends. The place of a rule is its position, that of a limit all that it
-- is for. routing_rule_room(), routing_rule_end(), sla_policy_room(), sla_policy_end().
set role wuye_owner;

create or replace function sla_policy_things(p sla_policies) returns text[] language sql immutable parallel safe as $$
    select array[p.policy_set, p.kind, p.urgency, p.category, p.expedited, p.complex, p.street_code, p.request_type, p.source]
$$;
grant execute on function sla_policy_things(sla_policies) to wuye_district;

drop function if exists sla_policy_room(text[], date, uuid);
do $do$
declare
    line record;
begin
    for line in select * from (values
        ('routing_rule', 'routing_rules', '%s.position', 'integer',
         $$when until < today then 'takes_effect_in_the_past' when r.effective_to <= last then 'state_conflict'$$),
        ('sla_policy', 'sla_policies', 'sla_policy_things(%s)', 'text[]',
         $$when r.effective_to <= greatest(r.effective_from, today) then 'state_conflict' when until <= today then 'limit_not_ahead'$$)
    ) l (name, register, place, type, refusal) loop
        -- Whoever sets or ends one waits for whoever does so already, and then sees what that one left.
        execute format($f$create or replace function %2$s_alone() returns void language sql volatile as $$
            select pg_advisory_xact_lock(hashtextextended('%2$s|' || current_district(), 0))
        $$ $f$, line.name, line.register);

        -- Room for another from a day on: the one that runs on that day ends there. Says which is planned next.
        execute format($f$create or replace function %1$s_room(place %3$s, first date, another uuid, out next_from date, out next_id uuid) language plpgsql volatile strict as $$
            begin
                perform %2$s_alone();
                update %2$s r set effective_to = first, ended_for = another, ended_before = case when r.ended_for is null then r.effective_to else r.ended_before end
                where r.district_code = current_district() and %4$s = place
                  and r.effective_from < first and coalesce(r.effective_to > first, true);
                select n.effective_from, n.id into next_from, next_id
                from %2$s n
                where n.district_code = current_district() and %5$s = place
                  and n.effective_from > first and coalesce(n.effective_to > n.effective_from, true)
                order by n.effective_from
                limit 1;
            end $$ $f$, line.name, line.register, line.type, format(line.place, 'r'), format(line.place, 'n'));

        -- One that has not begun is as if it had never been: what it had ended goes on, until the next that is planned or the day that somebody had set. No row: there is none.
        execute format($f$create or replace function %1$s_end(wanted uuid, until date, today date) returns table (ended %2$s, problem text) language plpgsql volatile as $$
            declare
                r %2$s;
                last date;
            begin
                perform %2$s_alone();
                select t.* into r from %2$s t where t.district_code = current_district() and t.id = wanted for update;
                if not found then
                    return;
                end if;
                last := greatest(until, r.effective_from);
                problem := case %3$s end;
                if problem is null then
                    update %2$s t set effective_to = last, ended_for = null, ended_before = null
                    where t.district_code = r.district_code and t.id = r.id
                    returning t.* into ended;
                end if;
                if problem is null and last = r.effective_from then
                    update %2$s t set effective_to = least(n.effective_from, t.ended_before),
                        ended_for = case when coalesce(n.effective_from < t.ended_before, true) then n.id end
                    from (select) one
                    left join lateral (
                        select n.effective_from, n.id from %2$s n
                        where n.district_code = r.district_code and %4$s = %5$s
                          and n.effective_from > r.effective_from and coalesce(n.effective_to > n.effective_from, true)
                        order by n.effective_from
                        limit 1) n on true
                    where t.district_code = r.district_code and t.ended_for = r.id;
                end if;
                return next;
            end $$ $f$, line.name, line.register, line.refusal, format(line.place, 'n'), format(line.place, 'r'));

        execute format('grant execute on function %2$s_alone(), %1$s_room(%3$s, date, uuid), %1$s_end(uuid, date, date) to wuye_district', line.name, line.register, line.type);
    end loop;
end $do$;

reset role;
