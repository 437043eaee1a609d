-- Documents of which one holds on a day, in the district or of its code: rulebooks of credit, terms of deposits, score sheets, sheets of inspections, schemes of
-- assessment and of targets. How one is published, and withdrawn:
-- <thing>_publish(), <thing>_withdraw().
--
-- What is published is beyond the reach of every role: its row security lets a role change drafts alone, and these functions are the owner's. All of the district
-- are locked first, in the order of their ids, so that each who publishes sees what the one before left.
set role wuye_owner;

do $do$
declare
    thing record;
begin
    -- problem: begins the names of its problems; wrong: the one that findings make. beside: of which, b, only one holds. late: whether it may not begin on a day that is past. The first
    -- sheet of a code may: sheets were in use on paper before they were recorded, and nothing was assessed by another. over: whether it is too late to withdraw it. A sheet may be
    -- withdrawn as long as it holds: nothing more is assessed by it, and what was stays.
    for thing in select * from (values
        ('credit_rulebook', 'credit_rulebooks', 'rulebook', 'rulebook_has_errors', $q$credit_rulebook_findings(before.document) f where f.severity = 'error'$q$,
         'true', 'true', 'before.effective_from <= day'),
        ('deposit_terms', 'deposit_terms', 'deposit_terms', 'deposit_terms_have_errors', $q$deposit_terms_findings(before.document) f where f.severity = 'error'$q$,
         'true', 'true', 'before.effective_from <= day'),
        ('score_sheet', 'score_sheets', 'score_sheet', 'score_sheet_has_faults', 'score_sheet_findings(before.items, before.total)',
         'b.code = before.code', 'exists (select from score_sheets b where b.district_code = before.district_code and b.code = before.code and b.published_at is not null and b.effective_from <= day)',
         'before.effective_to <= day'),
        ('inspection_sheet', 'inspection_sheets', 'inspection_sheet', 'inspection_sheet_has_faults', 'inspection_sheet_findings(before.items)',
         'b.code = before.code', 'exists (select from inspection_sheets b where b.district_code = before.district_code and b.code = before.code and b.published_at is not null and b.effective_from <= day)',
         'before.effective_to <= day'),
        ('body_assessment_scheme', 'body_assessment_schemes', 'body_scheme', 'body_scheme_has_faults', 'body_assessment_scheme_findings(before.document)', 'b.code = before.code',
         'exists (select from body_assessment_schemes b where b.district_code = before.district_code and b.code = before.code and b.published_at is not null and b.effective_from <= day)',
         'before.effective_to <= day'),
        ('target_scheme', 'target_schemes', 'target_scheme', 'target_scheme_has_faults', 'target_scheme_findings(before.indicators)',
         'b.code = before.code', 'exists (select from target_schemes b where b.district_code = before.district_code and b.code = before.code and b.published_at is not null and b.effective_from <= day)',
         'before.effective_to <= day')
    ) t (name, register, problem, wrong, findings, beside, late, over) loop
        execute format('drop function if exists %1$s_publish(uuid, integer, date, timestamptz, date), %1$s_withdraw(uuid, text, timestamptz, date)', thing.name);
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
