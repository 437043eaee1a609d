-- Facts that the service itself learns raise credit records: which item a fact raises is the rulebook's to say (`raised_by`). What raises a record never fails for it: where
-- the rulebook in force has no such item, or the fact was counted already, there is no record.
set role wuye_owner;

-- The item that a fact raises for a kind of subject.
create or replace function credit_feed_item(book jsonb, fact text, kind text) returns jsonb language sql immutable parallel safe as $$
    select i.value from jsonb_array_elements(book -> 'items') i where i.value -> 'raised_by' ? fact and i.value ->> 'subject' = kind limit 1
$$;

-- What an evaluation found, of its maximum; as exact as a measure is kept.
create or replace function credit_feed_percent(score numeric, score_max numeric) returns numeric language sql immutable parallel safe as $$
    select round(score * 100 / score_max, 4)
$$;

-- Who names an evaluation as the source of an item that is measured, measures what it found.
create or replace function credit_feed_misfit(item jsonb, said jsonb) returns text language plpgsql stable as $$
begin
    -- Not every role that reports reads evaluations: whoever does not names none (credit_source()).
    if said ->> 'source' = 'evaluation' and said ? 'source_id' and item ->> 'points_kind' = 'measured' then
        return (select 'credit_measure_unfit' from evaluations e
                where e.district_code = (select current_district()) and e.id = (said ->> 'source_id')::uuid
                  and credit_feed_percent(e.score, e.score_max) <> (said ->> 'measure')::numeric);
    end if;
    return null;
end $$;

-- The record of a fact by the rulebook that holds today; null where none can be made.
create or replace function credit_feed(fact text, said jsonb, caller_role text, caller_name text, moment timestamptz) returns uuid language plpgsql volatile as $$
declare
    item jsonb;
    made record;
begin
    select credit_feed_item(b.document, fact, said ->> 'subject_kind') into item from credit_rulebook_on((moment at time zone 'Asia/Shanghai')::date) b;
    if item is null then
        return null;
    end if;
    select m.id, m.problem into made from credit_record_make(gen_random_uuid(), said || jsonb_build_object('item_code', item ->> 'code'), caller_role, caller_name, moment) m;
    return case when made.problem is null then made.id end;
exception when unique_violation then
    -- Somebody has entered the record of this fact by hand.
    return null;
end $$;

-- D03, D07, D08: of what an assessor said, who assesses stays the assessor, so that the rulebook's weights hold. A project counts for the firm that served it, on the last day
-- of the period on which it did.
create or replace function credit_feed_evaluation(evaluation uuid, caller_role text, caller_name text, moment timestamptz) returns uuid language plpgsql volatile as $$
declare
    today constant date := (moment at time zone 'Asia/Shanghai')::date;
    e evaluations;
    kind text; -- as people call it
    served date;
begin
    select v.* into e from evaluations v where v.district_code = (select current_district()) and v.id = evaluation;
    select c.zh into kind from codes c
    where c.list_code = 'evaluation_kind' and c.code = e.kind and c.effective_from <= today and coalesce(c.effective_to > today, true);
    select max(upper(p.days) - 1) into served
    from contracts c
    join contract_estates m on m.district_code = c.district_code and m.contract_id = c.id
    cross join lateral (select c.service_period * daterange(e.period_from, least(e.period_to, today), '[]') as days) p
    where c.district_code = e.district_code and c.firm_id = e.firm_id and c.in_force and m.estate_id = e.estate_id and not isempty(p.days);
    return credit_feed('evaluation_' || e.kind, jsonb_strip_nulls(jsonb_build_object(
        'subject_kind', e.subject_kind, 'subject_id', e.subject_id, 'estate_id', e.estate_id, 'occurred_on', least(e.period_to, today), 'served_on', served,
        'measure', credit_feed_percent(e.score, e.score_max)::text, 'assessor', e.assessor, 'source', 'evaluation', 'source_id', e.id,
        'facts', format('%s（%s至%s）得分%s，满分%s', coalesce(kind, '服务质量评价'), e.period_from, e.period_to, e.score, e.score_max),
        'evidence', format('%s评分表（%s至%s）', coalesce(kind, '服务质量评价'), e.period_from, e.period_to))), caller_role, caller_name, moment);
end $$;

-- An evaluation that is withdrawn takes its record along while that is only proposed; what was confirmed is a person's to revoke.
create or replace function credit_feed_end(record uuid, caller_role text, caller_name text, moment timestamptz, reason text) returns void language plpgsql volatile as $$
begin
    -- Who takes back what was never confirmed has no record to lock, and may not.
    if record is null then
        return;
    end if;
    -- The lock comes before the look: a confirmation of the record that came first is seen.
    perform from credit_records r where r.district_code = (select current_district()) and r.id = record and r.state = 'proposed' for update;
    if found then
        perform credit_record_move(record, 'dismiss', caller_role, caller_name, moment, reason);
    end if;
end $$;

-- C14: the firm that does not hand over. Its contract and, of one estate alone, where it was, by the last day of its service: nothing of who comes after it, of who asked, or
-- of what was written about it.
create or replace function credit_feed_refusal(contract uuid, caller_role text, caller_name text, moment timestamptz) returns uuid language plpgsql volatile as $$
declare
    c contracts;
    place uuid;
begin
    select k.* into c from contracts k where k.district_code = (select current_district()) and k.id = contract;
    select case when count(*) = 1 then min(m.estate_id::text)::uuid end into place
    from contract_estates m where m.district_code = c.district_code and m.contract_id = c.id;
    return credit_feed('handover_refused', jsonb_strip_nulls(jsonb_build_object(
        'subject_kind', 'firm', 'subject_id', c.firm_id, 'estate_id', place, 'occurred_on', (moment at time zone 'Asia/Shanghai')::date,
        'served_on', least(c.end_date, c.terminated_on), 'source', 'contract', 'source_id', c.id,
        'facts', '物业服务合同终止后拒不移交、拒不退出', 'evidence', format('合同%s移交记录', c.registration_no))), caller_role, caller_name, moment);
end $$;

-- What is wrong with what a rulebook has facts raise.
create or replace function credit_feed_findings(book jsonb) returns table (severity text, code text, pointer text, zh text, en text) language sql stable parallel safe as $$
    with feed as (
        select format('/items/%s/raised_by/%s', i.ordinality - 1, f.ordinality - 1) as at, i.value ->> 'code' as code, i.value as i, f.value as fact, f.value like 'evaluation\_%' as measured,
            row_number() over (partition by f.value, i.value ->> 'subject' order by i.ordinality, f.ordinality) as nth
        from jsonb_array_elements(book -> 'items') with ordinality i (value, ordinality)
        cross join lateral jsonb_array_elements_text(case when jsonb_typeof(i.value -> 'raised_by') = 'array' then i.value -> 'raised_by' end) with ordinality f (value, ordinality)
    )
    select 'error', 'raised_twice', f.at, format('事实 %s 对同一类对象触发两个事项', f.fact), format('fact %s raises two items of the same kind of subject', f.fact)
    from feed f
    where f.nth > 1
    union all
    select 'error', 'raised_unfit', f.at, format('事实 %s 不能触发事项 %s：评价触发企业或项目的按实测值事项，拒不移交触发企业的固定或区间不良事项', f.fact, f.code),
        format('fact %s cannot raise item %s: an evaluation raises one of a firm or project that is measured, a refused handover a bad one of a firm that is fixed or a range', f.fact, f.code)
    from feed f
    where not case when f.measured then f.i ->> 'points_kind' = 'measured' and f.i ->> 'subject' in ('firm', 'project')
                   else f.i ->> 'category' = 'bad' and f.i ->> 'points_kind' in ('fixed', 'range') and f.i ->> 'subject' = 'firm' end
    union all
    select 'error', 'raised_by_nobody', f.at, format('触发事项 %s 的单位无权申报该事项', f.code), format('who learns of fact %s may not propose item %s', f.fact, f.code)
    from feed f
    cross join lateral (values ('district'), ('street')) w (role)
    where (w.role = 'district' or not f.measured) and jsonb_typeof(f.i -> 'proposer_roles') = 'array' and f.i -> 'proposer_roles' <> '[]' and not f.i -> 'proposer_roles' ? w.role
    group by f.at, f.code, f.fact
$$;

grant execute on function credit_feed_item(jsonb, text, text), credit_feed_percent(numeric, numeric), credit_feed_misfit(jsonb, jsonb)
    to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline;
grant execute on function credit_feed(text, jsonb, text, text, timestamptz), credit_feed_evaluation(uuid, text, text, timestamptz),
    credit_feed_end(uuid, text, text, timestamptz, text), credit_feed_refusal(uuid, text, text, timestamptz) to wuye_district, wuye_street, wuye_community;
grant execute on function credit_feed_findings(jsonb) to wuye_member;

reset role;
