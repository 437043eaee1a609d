-- Documents of which one holds on a day, in the district or of its code: rulebooks of credit, terms of deposits, score sheets, sheets of inspections, schemes of
-- assessment and of targets. How one is drafted, changed, published and withdrawn:
-- <thing>_draft(), <thing>_change(), <thing>_publish(), <thing>_withdraw().
--
-- Drafts are made and changed as the caller, whom row security lets write drafts alone.
-- What is published is beyond the reach of every role, and the functions that publish and withdraw are the owner's. All of the district
-- are locked first, in the order of their ids, so that each who publishes sees what the one before left.
set role wuye_owner;

do $do$
declare
    thing record;
    told text;
begin
    -- problem: begins the names of its problems; wrong: the one that findings make. beside: of which, b, only one holds. late: whether it may not begin on a day that is past. The first
    -- sheet of a code may: sheets were in use on paper before they were recorded, and nothing was assessed by another. over: whether it is too late to withdraw it. A sheet may be
    -- withdrawn as long as it holds: nothing more is assessed by it, and what was stays. members: what a draft says beside its titles, its source and its first day; told: the same,
    -- as they are written down. copied: drafted by <thing>_draft(), whole or from another.
    for thing in select * from (values
        ('credit_rulebook', 'credit_rulebooks', 'rulebook', 'rulebook_has_errors', $q$credit_rulebook_findings(before.document) f where f.severity = 'error'$q$,
         'true', 'true', 'before.effective_from <= day', '{document}'::text[], false),
        ('deposit_terms', 'deposit_terms', 'deposit_terms', 'deposit_terms_have_errors', $q$deposit_terms_findings(before.document) f where f.severity = 'error'$q$,
         'true', 'true', 'before.effective_from <= day', '{document}', false),
        ('score_sheet', 'score_sheets', 'score_sheet', 'score_sheet_has_faults', 'score_sheet_findings(before.items, before.total)',
         'b.code = before.code', 'exists (select from score_sheets b where b.district_code = before.district_code and b.code = before.code and b.published_at is not null and b.effective_from <= day)',
         'before.effective_to <= day', '{kinds,items,total}', true),
        ('inspection_sheet', 'inspection_sheets', 'inspection_sheet', 'inspection_sheet_has_faults', 'inspection_sheet_findings(before.items)',
         'b.code = before.code', 'exists (select from inspection_sheets b where b.district_code = before.district_code and b.code = before.code and b.published_at is not null and b.effective_from <= day)',
         'before.effective_to <= day', '{kinds,items}', true),
        ('body_assessment_scheme', 'body_assessment_schemes', 'body_scheme', 'body_scheme_has_faults', 'body_assessment_scheme_findings(before.document)', 'b.code = before.code',
         'exists (select from body_assessment_schemes b where b.district_code = before.district_code and b.code = before.code and b.published_at is not null and b.effective_from <= day)',
         'before.effective_to <= day', '{document}', true),
        ('target_scheme', 'target_schemes', 'target_scheme', 'target_scheme_has_faults', 'target_scheme_findings(before.indicators)',
         'b.code = before.code', 'exists (select from target_schemes b where b.district_code = before.district_code and b.code = before.code and b.published_at is not null and b.effective_from <= day)',
         'before.effective_to <= day', '{indicators}', true)
    ) t (name, register, problem, wrong, findings, beside, late, over, members, copied) loop
        told := (select string_agg(case m.name when 'kinds' then '(select array_agg(k order by k) from unnest(told.kinds) k)' else 'told.' || m.name end, ', ' order by m.n)
            from unnest(thing.members) with ordinality m (name, n));
        execute format('drop function if exists %1$s_publish(uuid, integer, date, timestamptz, date), %1$s_withdraw(uuid, text, timestamptz, date)', thing.name);
        if thing.copied then
            -- A copy has of what it is made of whatever is not given. Numbers of a code are given one after another.
            execute format($f$
                create or replace function %1$s_draft(new_id uuid, body jsonb, at timestamptz, out moved %2$s, out problem text) language plpgsql volatile as $$
                declare
                    told %2$s;
                begin
                    select b.* into told from %2$s b where b.id = (body ->> 'from')::uuid;
                    problem := case when body ->> 'from' is not null and told.id is null then '%3$s_unknown' end;
                    told := jsonb_populate_record(told, (select coalesce(jsonb_object_agg(m.key, m.value), '{}') from jsonb_each(body) m where m.value <> 'null'));
                    problem := coalesce(problem, case when num_nulls(told.code, told.title_zh, told.title_en, told.source, %4$s) > 0 then '%3$s_incomplete' end);
                    if problem is null then
                        insert into %2$s (district_code, id, code, number, title_zh, title_en, source, effective_from, %5$s, created_by, written_by, created_at, updated_at)
                        values (current_district(), new_id, told.code, %1$s_number(told.code), told.title_zh, told.title_en, told.source, (body ->> 'effective_from')::date, %4$s,
                            current_user_id(), array[current_user_id()], at, at)
                        returning * into moved;
                    end if;
                end $$;
                revoke all on function %1$s_draft(uuid, jsonb, timestamptz) from public;
                grant execute on function %1$s_draft(uuid, jsonb, timestamptz) to wuye_district;
            $f$, thing.name, thing.register, thing.problem, told, array_to_string(thing.members, ', '));
        end if;

        -- Members that are given, null included. Whoever changes the same version at once finds it changed.
        execute format($f$
            create or replace function %1$s_change(wanted uuid, body jsonb, seen integer, at timestamptz, day date, out moved %2$s, out standing text, out problem text)
            language plpgsql volatile as $$
            declare
                before %2$s;
                told %2$s;
            begin
                select b.* into before from %2$s b where b.district_code = current_district() and b.id = wanted;
                problem := case when before.id is null then 'not_found' else draft_change_refusal(before.state, before.version, seen) end;
                if problem is not null then
                    standing := case when problem = 'state_conflict' then document_state(before.state, before.effective_to, day) end;
                    return;
                end if;
                told := jsonb_populate_record(before, body);
                update %2$s b set title_zh = told.title_zh, title_en = told.title_en, source = told.source, effective_from = told.effective_from, (%3$s) = row(%4$s),
                    written_by = draft_writers(b.written_by), version = b.version + 1, updated_at = greatest(at, b.updated_at + interval '1 microsecond')
                where b.district_code = before.district_code and b.id = wanted and b.version = seen
                returning b.* into moved;
                problem := case when moved.id is null then 'precondition_failed' end;
            end $$;
            revoke all on function %1$s_change(uuid, jsonb, integer, timestamptz, date) from public;
            grant execute on function %1$s_change(uuid, jsonb, integer, timestamptz, date) to wuye_district;
        $f$, thing.name, thing.register, array_to_string(thing.members, ', '), told);

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
                    when begins < day and %7$s then 'takes_effect_in_the_past'
                    when exists (select from %2$s b where b.district_code = before.district_code and %6$s and b.state = 'published' and b.effective_from = begins) then '%3$s_day_taken'
                    when exists (select from %5$s) then '%4$s'
                    end;
                if problem is not null then
                    standing := case when problem = 'state_conflict' then document_state(before.state, before.effective_to, day) end;
                    return;
                end if;
                update %2$s b set effective_to = begins, version = b.version + 1, updated_at = greatest(at, b.updated_at + interval '1 microsecond')
                where b.district_code = before.district_code and %6$s and b.state = 'published' and b.effective_from < begins and coalesce(b.effective_to > begins, true);
                update %2$s b set state = 'published', effective_from = begins, published_by = current_user_id(), published_at = at, version = b.version + 1,
                    updated_at = greatest(at, b.updated_at + interval '1 microsecond'),
                    effective_to = (select min(b.effective_from) from %2$s b where b.district_code = before.district_code and %6$s and b.state = 'published' and b.effective_from > begins)
                where b.district_code = before.district_code and b.id = wanted
                returning b.* into moved;
            end $$;
        $f$, thing.name, thing.register, thing.problem, thing.wrong, thing.findings, thing.beside, thing.late);

        -- Of one whose first day has not come, the one that would have ended for it goes on.
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
                if before.state <> 'draft' and (before.state <> 'published' or coalesce(%4$s, false)) then
                    problem := 'state_conflict';
                    standing := document_state(before.state, before.effective_to, day);
                    return;
                end if;
                update %2$s b set state = 'withdrawn', withdrawn_reason = reason, version = b.version + 1, updated_at = greatest(at, b.updated_at + interval '1 microsecond')
                where b.district_code = before.district_code and b.id = wanted
                returning b.* into moved;
                if before.state = 'published' and before.effective_from > day then
                    update %2$s b set effective_to = before.effective_to, version = b.version + 1, updated_at = greatest(at, b.updated_at + interval '1 microsecond')
                    where b.district_code = before.district_code and %3$s and b.state = 'published' and b.effective_to = before.effective_from;
                end if;
            end $$;
        $f$, thing.name, thing.register, thing.beside, thing.over);

        execute format('revoke all on function %1$s_publish(uuid, integer, date, timestamptz, date), %1$s_withdraw(uuid, text, timestamptz, date) from public', thing.name);
        execute format('grant execute on function %1$s_publish(uuid, integer, date, timestamptz, date), %1$s_withdraw(uuid, text, timestamptz, date) to wuye_district', thing.name);
    end loop;
end $do$;

reset role;
