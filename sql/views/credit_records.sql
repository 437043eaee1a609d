-- What each role meets under the name credit_record_cards: same columns for all, with the caller's rights. A firm learns neither from whom a record came, nor which complaint
-- it rests on or that one was made at all, nor when it was reported; its version counts the steps that it reads of, for what began as a lead has one more. The platform learns
-- not what it rests on. People are named to authorities and their own firm. A complaint is named to whom may see it.
set role wuye_owner;

do $$
declare
    role text;
    told text; -- may be told where a record comes from
    all_told boolean;
begin
    foreach role in array array['district', 'street', 'community', 'hotline', 'company', 'platform'] loop
        told := case role when 'company' then $c$r.proposed_role = 'company'$c$ when 'platform' then 'false' else 'true' end;
        all_told := role not in ('company', 'platform');
        execute format('drop view if exists as_%s.credit_record_cards cascade', role);
        execute format($v$create view as_%s.credit_record_cards with (security_invoker = true) as
            select r.id, r.rulebook_id, r.item_code as "item.code", coalesce(r.title_zh, r.item_code) as "item.title_zh", coalesce(r.title_en, r.item_code) as "item.title_en",
                r.category, r.severity, r.veto, r.subject_kind as "subject.kind", r.subject_id as "subject.id", %s as "subject.name",
                r.firm_id as "firm.id", f.uscc as "firm.uscc", f.name as "firm.name", r.estate_id as "estate.id", e.code as "estate.code", e.name as "estate.name",
                r.occurred_on, r.level, r.measure, r.reference_points, r.points,
                %s as source, %s as source_id, %s as source_ref, %s as evidence, r.facts, r.basis,
                credit_state(r.state, r.publicity_from, r.publicity_until, r.valid_to, current_date) as state,
                %s as proposed_role, %s as proposed_at, %s as street_code, %s as community_code, r.confirmed_at, r.notified_at, r.notice_no, r.rectify_by, r.objection_until,
                r.publicity_from, r.publicity_until, %s, r.valid_from, r.valid_to, r.circulated_on, %s as version, r.updated_at
            from credit_records r
            left join firms f on f.district_code = r.district_code and f.id = r.firm_id
            left join estates e on e.district_code = r.district_code and e.id = r.estate_id
            where r.district_code = (select current_district())$v$, role,
            case when role in ('hotline', 'platform') then $c$case r.subject_kind when 'firm' then f.name when 'project' then e.name end$c$
                 else format($c$case r.subject_kind when 'firm' then f.name when 'project' then e.name
                     when 'person' then (select s.name from staff s where s.district_code = r.district_code and s.id = r.subject_id) %s end$c$,
                     case role when 'company' then '' else $c$else (select m.name from committee_members m where m.district_code = r.district_code and m.id = r.subject_id)$c$ end) end,
            case when all_told then 'r.source' else format($c$case when r.source not in ('complaint', 'issue', 'patrol', 'inspection') or %s then r.source end$c$, told) end,
            case when all_told then $c$case r.source when 'complaint' then (select c.id from complaints c where c.district_code = r.district_code and c.id = r.source_id) else r.source_id end$c$ else 'null::uuid' end,
            case role when 'platform' then 'null::text' else format('case when %s then r.source_ref end', told) end,
            case role when 'platform' then 'null::text' else format('case when %s then r.evidence end', told) end,
            case role when 'company' then $c$case when r.proposed_role = 'company' then r.proposed_role end$c$ when 'platform' then 'null::text' else 'r.proposed_role' end,
            case role when 'company' then $c$case when r.proposed_role = 'company' then r.proposed_at end$c$ when 'platform' then 'null::timestamptz' else 'r.proposed_at' end,
            case role when 'company' then 'e.street_code' else 'r.street_code' end, case role when 'company' then 'e.community_code' else 'r.community_code' end,
            case role when 'platform' then 'null::timestamptz as objected_at, null::text as objection_grounds, null::text as objection_evidence, null::date as decision_due, '
                'false as decision_overdue, null::timestamptz as repair_applied_at, null::text as repair_note, null::timestamptz as ended_at, null::text as end_reason'
            else $c$r.objected_at, r.objection_grounds, r.objection_evidence, r.decision_due, coalesce(r.state = 'objected' and r.decision_due < current_date, false) as decision_overdue,
                r.repair_applied_at, r.repair_note, r.ended_at, r.end_reason$c$ end,
            case role when 'company' then $c$greatest(1, (select count(*) from credit_record_events v where v.district_code = r.district_code and v.record_id = r.id))::integer$c$ else 'r.version' end);
        execute format('create function as_%1$s.credit_record_card(record uuid) returns setof as_%1$s.credit_record_cards language sql volatile as '
                       '''select c.* from as_%1$s.credit_record_cards c where c.id = record''', role);
        execute format('grant select on as_%1$s.credit_record_cards to wuye_%1$s', role);
        execute format('grant execute on function as_%1$s.credit_record_card(uuid) to wuye_%1$s', role);
    end loop;
    -- Who took a step is not for a firm.
    foreach role in array array['district', 'street', 'community', 'company'] loop
        execute format('drop view if exists as_%s.credit_record_history', role);
        execute format('create view as_%s.credit_record_history with (security_invoker = true) as '
            'select e.district_code, e.record_id, e.id, e.at, e.action, e.from_state, e.to_state, e.actor_role, %s as actor_name, e.note, e.details::json as details '
            'from credit_record_events e', role, case role when 'company' then 'null::text' else 'e.actor_name' end);
        execute format('grant select on as_%1$s.credit_record_history to wuye_%1$s', role);
    end loop;
    -- 信用档案 (D20, D21; Zhuhai 2019): what was said of a person or a member of an owners' committee, and what reaches him from his project or firm.
    foreach role in array array['district', 'street', 'community', 'company'] loop
        execute format('drop function if exists as_%s.credit_file(text, uuid, date, timestamptz)', role);
        execute format($f$create function as_%1$s.credit_file(kind text, subject uuid, day date, moment timestamptz, out dishonest boolean, out good_points numeric, out bad_points numeric, out records json)
            language sql stable parallel safe as $body$
            with line as (
                select c.*, c.points as worth, false as propagated
                from as_%1$s.credit_record_cards c
                where c."subject.kind" = kind and c."subject.id" = subject
                union all
                select c.*, k.points, true
                from credit_counts k
                join as_%1$s.credit_record_cards c on c.id = k.record_id
                where k.district_code = (select current_district()) and k.subject_kind = kind and k.subject_id = subject and upper_inf(k.known) and c."subject.id" <> k.subject_id
            ), judged as (
                select l.*, exists (select from credit_counts k where k.district_code = (select current_district()) and k.record_id = l.id and k.subject_kind = kind
                                      and k.subject_id = subject and k.valid @> day and k.known @> moment) as counts
                from line l
            )
            select coalesce(bool_or(j.counts and j.category = 'bad'), false),
                coalesce(sum(j.worth) filter (where j.counts and j.category <> 'bad'), 0),
                coalesce(sum(j.worth) filter (where j.counts and j.category = 'bad'), 0),
                coalesce(json_agg(json_build_object('record_id', j.id, 'item_code', j."item.code", 'title_zh', j."item.title_zh", 'title_en', j."item.title_en",
                    'category', j.category, 'severity', j.severity, 'occurred_on', j.occurred_on, 'state', j.state, 'points', j.worth::text, 'propagated', j.propagated,
                    'counts', j.counts, 'valid_from', j.valid_from, 'valid_to', j.valid_to, 'circulated_on', j.circulated_on) order by j.occurred_on desc, j.id desc), '[]')
            from judged j
            $body$ $f$, role);
        execute format('grant execute on function as_%1$s.credit_file(text, uuid, date, timestamptz) to wuye_%1$s', role);
    end loop;
end $$;

reset role;
