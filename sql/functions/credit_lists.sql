-- Lists of firms, projects and people: somebody proposes, somebody else decides; an entry ends and never vanishes. And what of it goes to 信用中国.
set role wuye_owner;

-- Who may be on a list: name and code as they are today, and the firm that stands behind it.
create or replace function credit_list_subject(kind text, subject uuid, today date) returns table (name text, uscc text, firm_id uuid) language sql stable parallel safe as $$
    select f.name, f.uscc, f.id from firms f where kind = 'firm' and f.district_code = (select current_district()) and f.id = subject
    union all
    select e.name, null, (select c.firm_id from contract_estates m join contracts c on c.district_code = m.district_code and c.id = m.contract_id
                          where m.district_code = e.district_code and m.estate_id = e.id and m.in_force and m.service_period @> today limit 1)
    from estates e where kind = 'project' and e.district_code = (select current_district()) and e.id = subject
    union all
    select s.name, null, s.firm_id from staff s where kind = 'person' and s.district_code = (select current_district()) and s.id = subject
$$;

-- D24: joint incentive is for a firm whose grade is one that the rulebook rewards, and which an evaluation found good enough.
create or replace function credit_incentive(firm uuid, evaluation uuid, at_least numeric, today date, moment timestamptz) returns table (grade text, percent numeric, problem text)
language plpgsql stable as $$
declare
    book credit_rulebooks;
begin
    select round(v.score * 100 / v.score_max, 4) into percent
    from evaluations v
    where v.district_code = (select current_district()) and v.id = evaluation and v.state = 'confirmed' and v.subject_kind = 'firm' and v.subject_id = firm;
    book := credit_rulebook_held(today);
    select s.grade into grade from credit_scores(book.document, 'firm', today, moment, array[firm]) s;
    problem := case
        when percent is null then 'evaluation_unknown'
        when percent < at_least then 'evaluation_below'
        when not exists (select from jsonb_array_elements(credit_part(book.document, 'effects')) e (value)
                         where e.value ->> 'grade' = credit_incentive.grade and e.value ->> 'effect' in ('redlist', 'recommend', 'priority', 'green_channel')) then 'grade_not_rewarded'
        end;
    return next;
end $$;

create or replace function credit_list_propose(entry uuid, wanted text, kind text, subject uuid, said text, record uuid, evaluation uuid, at_least numeric, moment timestamptz, today date)
returns table (id uuid, problem text) language plpgsql volatile as $$
declare
    s record;
    incentive record;
begin
    select n.* into s from credit_list_subject(kind, subject, today) n;
    problem := case
        when s.name is null then 'credit_subject_unknown'
        when (wanted = 'joint_incentive') <> (evaluation is not null) or (wanted = 'joint_incentive') <> (at_least is not null) or (wanted = 'joint_incentive' and kind <> 'firm') then 'incentive_misfit'
        when record is not null and not exists (
            select from credit_records r
            where r.district_code = (select current_district()) and r.id = record and r.subject_kind = kind and r.subject_id = subject
              and credit_state(r.state, r.publicity_from, r.publicity_until, r.valid_to, today) in ('effective', 'repair_applied')) then 'list_record_misfit'
        when exists (select from credit_list_entries e
                     where e.district_code = (select current_district()) and e.list = wanted and e.subject_kind = kind and e.subject_id = subject and e.state in ('listed', 'removed')
                       and daterange(e.valid_from, e.valid_to) && daterange(today, null)) then 'already_listed'
        end;
    select null::text as grade, null::numeric as percent, null::text as problem into incentive;
    if problem is null and wanted = 'joint_incentive' then
        select i.* into incentive from credit_incentive(subject, evaluation, at_least, today, moment) i;
        problem := incentive.problem;
    end if;
    if problem is null then
        insert into credit_list_entries (district_code, id, list, subject_kind, subject_id, firm_id, name, uscc, record_id, evaluation_id, evaluation_percent, evaluation_least, grade, basis,
                                         proposed_by, proposed_at, updated_at)
        values ((select current_district()), entry, wanted, kind, subject, s.firm_id, s.name, s.uscc, record, evaluation, incentive.percent, at_least, incentive.grade, said,
                (select current_user_id()), moment, moment);
    end if;
    return query select entry, problem;
end $$;

-- day: the first day on the list, or the first day off it again. Never one that has passed: what was in force on a day stays so.
create or replace function credit_list_move(entry uuid, wanted text, cause text, said text, day date, moment timestamptz, today date)
returns table (id uuid, problem text, standing text) language plpgsql volatile as $$
declare
    e credit_list_entries;
    next_state text;
begin
    select t.* into e from credit_list_entries t where t.district_code = (select current_district()) and t.id = entry for update;
    if not found then
        return;
    end if;
    select t.to_state into next_state from credit_list_transitions t where t.thing = 'entry' and t.from_state = e.state and t.action = wanted;
    problem := case
        when next_state is null then 'state_conflict'
        when wanted in ('list', 'refuse') and e.proposed_by = (select current_user_id()) then 'separation_of_duties'
        when wanted <> 'refuse' and day < today then 'takes_effect_in_the_past'
        when cause = 'repaired' and not exists (select from credit_records r where r.district_code = e.district_code and r.id = e.record_id and r.state = 'repaired') then 'record_not_repaired'
        end;
    if problem is null and wanted = 'remove' then
        update credit_list_entries t set state = next_state, valid_to = greatest(coalesce(day, today), e.valid_from), removed_by = (select current_user_id()), removed_at = moment,
            removed_cause = cause, removed_reason = said, version = e.version + 1, updated_at = moment
        where t.district_code = e.district_code and t.id = e.id;
    elsif problem is null then
        update credit_list_entries t set state = next_state, valid_from = case wanted when 'list' then coalesce(day, today) end, decided_by = (select current_user_id()), decided_at = moment,
            decision = said, version = e.version + 1, updated_at = moment
        where t.district_code = e.district_code and t.id = e.id;
    end if;
    return query select e.id, problem, e.state;
end $$;

-- Whether what was sent has lost its ground: the record was repaired or taken back, or the entry has ended.
create or replace function credit_ground_gone(record uuid, entry uuid, today date) returns boolean
language sql stable parallel safe security definer set search_path = public, pg_temp as $$
    select case
        when record is not null then exists (select from credit_records r
                                             where r.district_code = (select current_district()) and r.id = record and r.state in ('repaired', 'revoked', 'withdrawn', 'dismissed'))
        else exists (select from credit_list_entries e where e.district_code = (select current_district()) and e.id = entry and e.state = 'removed' and e.valid_to <= today) end
$$;

-- People's records and entries are never sent.
create or replace function credit_disclose(disclosure uuid, record uuid, entry uuid, moment timestamptz, today date) returns table (id uuid, problem text) language plpgsql volatile as $$
declare
    s record;
begin
    select r.subject_kind, r.subject_id, n.name, credit_state(r.state, r.publicity_from, r.publicity_until, r.valid_to, today) in ('effective', 'repair_applied') as due into s
    from credit_records r
    left join lateral credit_list_subject(r.subject_kind, r.subject_id, today) n on true
    where r.district_code = (select current_district()) and r.id = record
    union all
    select e.subject_kind, e.subject_id, e.name, e.state in ('listed', 'removed') and daterange(e.valid_from, e.valid_to) @> today
    from credit_list_entries e
    where e.district_code = (select current_district()) and e.id = entry;
    problem := case
        when num_nonnulls(record, entry) <> 1 then 'disclosure_of_one'
        when s.subject_kind is null then 'disclosure_source_unknown'
        when s.subject_kind not in ('firm', 'project') then 'personal_not_public'
        when s.due is not true then 'disclosure_not_due'
        end;
    if problem is null then
        insert into credit_disclosures (district_code, id, record_id, entry_id, subject_kind, subject_id, name, created_by, created_at, updated_at)
        values ((select current_district()), disclosure, record, entry, s.subject_kind, s.subject_id, s.name, (select current_user_id()), moment, moment);
    end if;
    return query select disclosure, problem;
end $$;

create or replace function credit_disclosure_move(disclosure uuid, wanted text, day date, number text, said text, moment timestamptz, today date)
returns table (id uuid, problem text, standing text) language plpgsql volatile as $$
declare
    d credit_disclosures;
    next_state text;
begin
    select t.* into d from credit_disclosures t where t.district_code = (select current_district()) and t.id = disclosure for update;
    if not found then
        return;
    end if;
    select t.to_state into next_state from credit_list_transitions t where t.thing = 'disclosure' and t.from_state = d.state and t.action = wanted;
    problem := case
        when next_state is null then 'state_conflict'
        when day > today then 'day_in_the_future'
        when wanted = 'send' and credit_ground_gone(d.record_id, d.entry_id, today) then 'disclosure_ground_gone'
        when wanted = 'refuse' and said is null then 'disclosure_refused_why'
        end;
    if problem is null then
        update credit_disclosures t set state = next_state, sent_on = case wanted when 'send' then coalesce(day, today) else d.sent_on end,
            reference_no = case wanted when 'send' then number else d.reference_no end, refused_reason = case wanted when 'refuse' then said end,
            withdrawn_on = case wanted when 'withdraw' then coalesce(day, today) end, withdrawn_reason = case wanted when 'withdraw' then said end,
            version = d.version + 1, updated_at = moment
        where t.district_code = d.district_code and t.id = d.id;
    end if;
    return query select d.id, problem, d.state;
end $$;

-- What lists lack, or have too much, by the grades of the day and by what became of the records. A person decides.
create or replace function credit_list_suggestions(today date, moment timestamptz)
returns table (key text, list text, action text, subject_kind text, subject_id uuid, name text, uscc text, grade text, total numeric, entry_id uuid)
language plpgsql stable set plan_cache_mode = force_generic_plan set jit = off as $$
declare
    book credit_rulebooks;
begin
    book := credit_rulebook_held(today);
    return query
    with rewarded as (
        select distinct e.value ->> 'grade' as grade, n.list
        from jsonb_array_elements(credit_part(book.document, 'effects')) e (value)
        join (values ('redlist', 'red'), ('blacklist', 'black'), ('key_supervision', 'key_supervision'), ('exposure', 'exposed')) n (effect, list) on n.effect = e.value ->> 'effect'
    )
    select concat(r.list, ':', f.id), r.list, 'list'::text, 'firm'::text, f.id, f.name, f.uscc, s.grade, s.total, null::uuid
    from credit_scores(book.document, 'firm', today, moment) s
    join rewarded r on r.grade = s.grade
    join firms f on f.district_code = (select current_district()) and f.id = s.subject_id
    where not exists (select from credit_list_entries l
                      where l.district_code = (select current_district()) and l.list = r.list and l.subject_kind = 'firm' and l.subject_id = s.subject_id
                        and (l.state = 'proposed' or l.state in ('listed', 'removed') and daterange(l.valid_from, l.valid_to) && daterange(today, null)))
    union all
    select concat('remove:', l.id), l.list, 'remove', l.subject_kind, l.subject_id, l.name, l.uscc, null, null, l.id
    from credit_list_entries l
    where l.district_code = (select current_district()) and l.state = 'listed' and l.record_id is not null and credit_ground_gone(l.record_id, null, today);
end $$;

grant execute on function credit_list_subject(text, uuid, date), credit_incentive(uuid, uuid, numeric, date, timestamptz),
    credit_list_propose(uuid, text, text, uuid, text, uuid, uuid, numeric, timestamptz, date), credit_list_suggestions(date, timestamptz) to wuye_district, wuye_street;
grant execute on function credit_list_move(uuid, text, text, text, date, timestamptz, date), credit_disclose(uuid, uuid, uuid, timestamptz, date),
    credit_disclosure_move(uuid, text, date, text, text, timestamptz, date) to wuye_district;
grant execute on function credit_ground_gone(uuid, uuid, date) to wuye_district, wuye_street, wuye_platform;

reset role;
