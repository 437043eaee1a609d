-- Documents of which one holds on a day: rulebooks of credit and terms of deposits. How one is published, and withdrawn: <thing>_publish(), <thing>_withdraw().
--
-- What is published is beyond the reach of every role: its row security lets a role change drafts alone, and these functions are the owner's. All of the district
-- are locked first, in the order of their ids, so that each who publishes sees what the one before left.
set role wuye_owner;

drop function if exists credit_rulebook_publish(uuid, integer, date, timestamptz, date);
drop function if exists credit_rulebook_withdraw(uuid, text, timestamptz, date);
drop function if exists deposit_terms_publish(uuid, integer, date, timestamptz, date);
drop function if exists deposit_terms_withdraw(uuid, text, timestamptz, date);
do $do$
declare
    thing record;
begin
    -- problem: begins the names of its problems.
    for thing in select * from (values ('credit_rulebook', 'credit_rulebooks', 'rulebook', 'has'), ('deposit_terms', 'deposit_terms', 'deposit_terms', 'have')) t (name, register, problem, has) loop
        execute format($f$
            create or replace function %1$s_publish(wanted uuid, seen integer, first_day date, at timestamptz, day date, out moved %2$s, out standing text, out problem text)
            language plpgsql volatile security definer set search_path = public, pg_temp as $$
            declare
                before %2$s;
                begins date;
            begin
                perform from %2$s b where b.district_code = current_district() order by b.id for no key update;
                select b.* into before from %2$s b where b.district_code = current_district() and b.id = wanted;
                if before.id is null then
                    problem := 'not_found';
                    return;
                end if;
                begins := coalesce(first_day, before.effective_from);
                problem := draft_refusal('%3$s', before.state, before.version, seen, before.written_by);
                problem := case
                    when problem is not null then problem
                    when begins is null then '%3$s_day_missing'
                    when begins < day then 'takes_effect_in_the_past'
                    when exists (select from %2$s b where b.district_code = before.district_code and b.state = 'published' and b.effective_from = begins) then '%3$s_day_taken'
                    when exists (select from %1$s_findings(before.document) f where f.severity = 'error') then '%3$s_%4$s_errors'
                    end;
                if problem is not null then
                    standing := case when problem = 'state_conflict' then %1$s_state(before.state, before.effective_to, day) end;
                    return;
                end if;
                update %2$s b set effective_to = begins, version = b.version + 1, updated_at = greatest(at, b.updated_at + interval '1 microsecond')
                where b.district_code = before.district_code and b.state = 'published' and b.effective_from < begins and coalesce(b.effective_to > begins, true);
                update %2$s b set state = 'published', effective_from = begins, published_by = current_user_id(), published_at = at, version = b.version + 1,
                    updated_at = greatest(at, b.updated_at + interval '1 microsecond'),
                    effective_to = (select min(n.effective_from) from %2$s n where n.district_code = before.district_code and n.state = 'published' and n.effective_from > begins)
                where b.district_code = before.district_code and b.id = wanted
                returning b.* into moved;
            end $$;
        $f$, thing.name, thing.register, thing.problem, thing.has);

        -- A draft, or one whose first day has not come: the one that would have ended for it goes on.
        execute format($f$
            create or replace function %1$s_withdraw(wanted uuid, reason text, at timestamptz, day date, out moved %2$s, out standing text, out problem text)
            language plpgsql volatile security definer set search_path = public, pg_temp as $$
            declare
                before %2$s;
            begin
                perform from %2$s b where b.district_code = current_district() order by b.id for no key update;
                select b.* into before from %2$s b where b.district_code = current_district() and b.id = wanted;
                if before.id is null then
                    problem := 'not_found';
                    return;
                end if;
                if before.state <> 'draft' and (before.state <> 'published' or before.effective_from <= day) then
                    problem := 'state_conflict';
                    standing := %1$s_state(before.state, before.effective_to, day);
                    return;
                end if;
                update %2$s b set state = 'withdrawn', withdrawn_reason = reason, version = b.version + 1, updated_at = greatest(at, b.updated_at + interval '1 microsecond')
                where b.district_code = before.district_code and b.id = wanted
                returning b.* into moved;
                if before.state = 'published' then
                    update %2$s b set effective_to = before.effective_to, version = b.version + 1, updated_at = greatest(at, b.updated_at + interval '1 microsecond')
                    where b.district_code = before.district_code and b.state = 'published' and b.effective_to = before.effective_from;
                end if;
            end $$;
        $f$, thing.name, thing.register);

        execute format('revoke all on function %1$s_publish(uuid, integer, date, timestamptz, date), %1$s_withdraw(uuid, text, timestamptz, date) from public', thing.name);
        execute format('grant execute on function %1$s_publish(uuid, integer, date, timestamptz, date), %1$s_withdraw(uuid, text, timestamptz, date) to wuye_district', thing.name);
    end loop;
end $do$;

reset role;
