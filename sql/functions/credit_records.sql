-- The life of a credit record: from a fact that somebody reports to what counts for whom, and until when. Every move goes through credit_record_move(): the row is locked
-- first, so of two who act at once the second meets the state that the first left.
set role wuye_owner;

-- The state that a record shows: what only time brings about is not stored.
create or replace function credit_state(stored text, publicity_from date, publicity_until date, valid_to date, day date) returns text
language sql immutable parallel safe as $$
    select case
        when stored in ('effective', 'notified') and valid_to < day and coalesce(publicity_until < day, true) then 'expired'
        when stored = 'notified' and publicity_until < day then 'effective'
        when stored = 'notified' and publicity_from <= day then 'publicity'
        else stored end
$$;
grant execute on function credit_state(text, date, date, date, date) to wuye_member, wuye_worker;

-- The rulebook of a record and its item, by which it lives to its end: as the owner, for a rulebook that was withdrawn since is not everyone's to read any more.
create or replace function credit_book(rulebook uuid) returns jsonb language sql stable parallel safe security definer set search_path = public, pg_temp as $$
    select b.document from credit_rulebooks b where b.district_code = (select current_district()) and b.id = rulebook
$$;
create or replace function credit_item(book jsonb, wanted text) returns jsonb language sql immutable parallel safe as $$
    select i.value from jsonb_array_elements(book -> 'items') i where i.value ->> 'code' = wanted limit 1
$$;

-- So many days after a day, of the kind that the rulebook counts in; none that it does not speak of.
create or replace function credit_day_after(book jsonb, wanted text, day date) returns date language sql stable parallel safe as $$
    select case when book -> 'days' ->> 'kind' = 'working' then (add_working_days(day, (book -> 'days' ->> wanted)::integer)).due
                else day + (book -> 'days' ->> wanted)::integer end
$$;

-- The points of an item: as it says, or as they were decided where it leaves a range. Null with `fits`: to be decided yet.
create or replace function credit_points(item jsonb, level text, measure numeric, decided numeric, out points numeric, out fits boolean) language sql immutable parallel safe as $$
    with said as (
        select item ->> 'points_kind' as kind, (select (t.value ->> 'points')::numeric from jsonb_array_elements(credit_part(item, 'tiers')) t where t.value ->> 'level' = level limit 1) as tier
    ), worked_out as (
        select s.kind, round(case s.kind
            when 'fixed' then (item ->> 'points')::numeric
            when 'tier' then s.tier
            when 'range' then decided
            when 'per_unit' then measure * (item ->> 'unit_points')::numeric
            -- What nobody measured is not the least that there may be.
            when 'measured' then case when measure is not null then
                least((item ->> 'high')::numeric, greatest((item ->> 'low')::numeric, measure * coalesce((item ->> 'unit_points')::numeric, 1))) end
            end, 4) as points
        from said s
    )
    select w.points, coalesce(case w.kind
        when 'range' then level is null and measure is null and coalesce(w.points between (item ->> 'low')::numeric and (item ->> 'high')::numeric, true)
        when 'tier' then w.points is not null and measure is null
        when 'fixed' then w.points is not null and level is null and measure is null
        else w.points is not null and level is null end
        and coalesce(w.points between 0 and 999999 and (decided is null or w.points = decided), w.kind = 'range'), false)
    from worked_out w
$$;

-- The last day on which a record counts: the day of the same number so many months later, which is counted (届满包括本数). An item's own time is not shortened; any other ends
-- with the longest time of its severity, and one until what it says is mended has no end beside that.
create or replace function credit_valid_to(book jsonb, item jsonb, since date) returns date language sql immutable parallel safe as $$
    with longest as (
        select min((t.value ->> 'max_months')::integer) as months from jsonb_array_elements(book -> 'repair') t
        where item ->> 'category' = 'bad' and t.value ->> 'severity' = item ->> 'severity'
    )
    select (since + make_interval(months => case
        when item ->> 'validity_months' is not null then (item ->> 'validity_months')::integer
        when (item ->> 'until_rectified')::boolean then l.months
        else least((book ->> 'default_validity_months')::integer, l.months) end))::date
    from longest l
$$;

-- Whose a fact is, where it was, and which firm it was on that day: by the contract in force, or whose staff he was. As the owner, for a hotline reads neither register;
-- it answers for the caller's own area and firm alone.
create or replace function credit_subject(kind text, subject uuid, at_estate uuid, day date, out firm uuid, out place uuid, out street text, out community text, out problem text)
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
    district constant text := current_district();
    serving uuid;
begin
    place := case kind when 'project' then subject else at_estate end;
    if kind = 'firm' then
        select f.id into firm from firms f where f.district_code = district and f.id = subject and coalesce(f.id = current_firm(), true);
    elsif kind = 'person' then
        select s.firm_id, case when s.joined_on > day or s.left_on <= day then 'credit_subject_unfit' end into firm, problem
        from staff s where s.district_code = district and s.id = subject and coalesce(s.firm_id = current_firm(), true);
    elsif kind = 'committee_member' then
        select c.estate_id, case when m.valid_from > day or m.valid_to <= day then 'credit_subject_unfit' end into place, problem
        from committee_members m join owners_committees c on c.district_code = m.district_code and c.id = m.committee_id
        where m.district_code = district and m.id = subject;
    end if;
    if kind in ('firm', 'person') and firm is null or kind = 'committee_member' and (place is null or current_firm() is not null) or kind = 'project' and at_estate <> subject then
        problem := 'credit_subject_unknown';
    elsif place is null then
        street := current_street();
        community := current_community();
    else
        select e.street_code, e.community_code into street, community from estates e
        where e.district_code = district and e.id = place and coalesce(e.street_code = current_street(), true) and coalesce(e.community_code = current_community(), true);
        serving := firm_in_force(district, place, day);
        problem := case
            -- Where a firm did not serve, whether there is an estate or who served it is not its own to learn.
            when street is null or serving is distinct from coalesce(current_firm(), serving) then case when kind in ('firm', 'person') then 'estate_unknown' else 'credit_subject_unknown' end
            when problem is not null then problem
            when kind = 'project' and serving is null then 'no_firm_in_force'
            when kind in ('firm', 'person') and serving is distinct from firm then 'credit_subject_unfit' end;
        firm := case kind when 'committee_member' then null when 'project' then serving else firm end;
    end if;
end $$;

-- Of an issue: which fact it is (that of the district's ledger, once it was rolled up), and whether its firm may know of it.
create or replace function credit_issue(wanted uuid, out fact text, out told boolean) language sql stable security definer set search_path = public, pg_temp as $$
    select coalesce((select min(d.id::text) from issue_links l join issues d on d.district_code = l.district_code and d.id = l.district_issue_id
                     where l.district_code = i.district_code and l.street_issue_id = i.id and d.state <> 'withdrawn'), i.id::text),
           not i.withheld and (i.complaint_id is null or not issue_of_secret(i.district_code, i.complaint_id))
    from issues i
    where i.district_code = current_district() and i.id = wanted
$$;

-- What a record comes from is looked for as the caller: a complaint, contract, evaluation, issue or inspection that he may see, of the same firm or place. The key is a digest,
-- so that it tells nobody which; of complaints that were merged it is that of the one they became, of an issue that was rolled up that of the district's. Of an inspection
-- the reference says which item.
create or replace function credit_source(said jsonb, kind text, of_firm uuid, at_estate uuid, caller_role text, out fact text, out problem text) language plpgsql stable as $$
declare
    wanted constant uuid := said ->> 'source_id';
    source constant text := said ->> 'source';
    fits boolean;
    before text;
begin
    if (caller_role = 'company') <> (source = 'self_report') and not (caller_role = 'company' and source = 'award') then
        problem := 'credit_source_unfit';
    elsif wanted is null then
        fact := source || ':' || coalesce(name_key(said ->> 'source_ref'), said ->> 'occurred_on');
        problem := case when said ->> 'source_ref' is null and source not in ('patrol', 'self_report') then 'credit_source_missing' end;
    elsif source = 'complaint' and caller_role <> 'company' then
        select coalesce(c.master_id, c.id)::text, case when kind in ('project', 'committee_member') then c.estate_id = at_estate
                                                       else c.firm_id = of_firm and coalesce(c.estate_id = at_estate, true) end into fact, fits
        from complaints c where c.district_code = (select current_district()) and c.id = wanted;
        -- What was recorded of one before it was merged has a key of its own, which stays.
        select r.fact_key into before
        from credit_records r
        join complaints c on c.district_code = r.district_code and c.id = r.source_id
        where r.district_code = (select current_district()) and r.subject_kind = kind and r.subject_id = (said ->> 'subject_id')::uuid and r.item_code = said ->> 'item_code'
          and r.source = 'complaint' and r.state not in ('dismissed', 'withdrawn', 'revoked') and coalesce(c.master_id, c.id)::text = fact
        limit 1;
    elsif source = 'contract' and caller_role in ('district', 'street', 'community') then
        select c.id::text, c.firm_id = of_firm into fact, fits from contracts c where c.district_code = (select current_district()) and c.id = wanted;
    elsif source = 'evaluation' and caller_role in ('district', 'street', 'community') then
        select e.id::text, e.firm_id = of_firm into fact, fits from evaluations e where e.district_code = (select current_district()) and e.id = wanted;
    elsif source = 'issue' and caller_role in ('district', 'street', 'community') then
        select c.fact, c.told and i.state <> 'withdrawn' and case credit_source.kind when 'committee_member' then i.estate_id = at_estate
                                                                       when 'project' then i.estate_id = at_estate and coalesce(i.responsible_firm_id, i.firm_id) = of_firm
                                                                       else i.responsible_firm_id = of_firm and coalesce(i.estate_id = at_estate, true) end into fact, fits
        from issues i cross join lateral credit_issue(i.id) c where i.district_code = (select current_district()) and i.id = wanted;
        -- What was recorded of one before it was rolled up has a key of its own, which stays.
        select r.fact_key into before
        from credit_records r
        where r.district_code = (select current_district()) and r.subject_kind = credit_source.kind and r.subject_id = (said ->> 'subject_id')::uuid and r.item_code = said ->> 'item_code'
          and r.source = 'issue' and r.source_id is not null and r.state not in ('dismissed', 'withdrawn', 'revoked') and (credit_issue(r.source_id)).fact = credit_source.fact
        limit 1;
    elsif source = 'inspection' and caller_role in ('district', 'street', 'community') then
        select concat_ws(':', i.id, said ->> 'source_ref'), i.state in ('submitted', 'published')
            and (said ->> 'source_ref' is null or exists (select from findings f where f.district_code = i.district_code and f.inspection_id = i.id and f.item_code = said ->> 'source_ref'
                                                          and f.result = 'problem' and not f.withdrawn))
            and case credit_source.kind when 'committee_member' then i.estate_id = at_estate when 'project' then i.estate_id = at_estate and i.firm_id = of_firm
                          else i.firm_id = of_firm and coalesce(i.estate_id = at_estate, true) end into fact, fits
        from inspections i where i.district_code = (select current_district()) and i.id = wanted;
    end if;
    problem := case when problem is not null then problem when fact is null then 'credit_source_unknown' when wanted is not null and fits is not true then 'credit_source_unfit' end;
    fact := coalesce(before, encode(sha256(convert_to(fact, 'UTF8')), 'hex'));
end $$;

-- A record as it is first said. The rulebook is the one that holds today, whichever day the fact is of: nobody is measured by items that were withdrawn, nor proposed by days
-- and points that hold no more. Unless it is to be kept, it is only judged.
create or replace function credit_record_make(record uuid, said jsonb, caller_role text, caller_name text, moment timestamptz, keep boolean default true)
returns table (id uuid, problem text) language plpgsql volatile as $$
declare
    day constant date := (moment at time zone 'Asia/Shanghai')::date;
    district constant text := current_district();
    to_state constant text := case when caller_role in ('community', 'hotline') then 'lead' else 'proposed' end;
    rulebook uuid;
    book jsonb;
    item jsonb;
    subject record;
    source record;
    worth record;
begin
    select b.id, b.document into rulebook, book from credit_rulebook_on(day) b;
    item := credit_item(book, said ->> 'item_code');
    worth := credit_points(item, said ->> 'level', (said ->> 'measure')::numeric, (said ->> 'points')::numeric);
    problem := case
        when rulebook is null then 'credit_no_rulebook'
        when item is null then 'credit_item_unknown'
        when to_state = 'proposed' and not credit_may_propose(item, caller_role) then 'credit_proposer_unfit'
        when item ->> 'subject' <> said ->> 'subject_kind' then 'credit_subject_unfit'
        when (said ->> 'occurred_on')::date > day then 'day_in_the_future'
        when not worth.fits then 'credit_points_unfit'
        when to_state = 'proposed' and (item ->> 'evidence_required')::boolean and said ->> 'evidence' is null then 'credit_evidence_missing' end;
    if problem is null then
        subject := credit_subject(said ->> 'subject_kind', (said ->> 'subject_id')::uuid, (said ->> 'estate_id')::uuid, coalesce(said ->> 'served_on', said ->> 'occurred_on')::date);
        source := credit_source(said, said ->> 'subject_kind', subject.firm, subject.place, caller_role);
        problem := coalesce(subject.problem, case when (said ->> 'firm_id')::uuid <> subject.firm then 'credit_subject_unfit' end, source.problem, credit_feed_misfit(item, said));
    end if;
    if problem is null and keep then
        insert into credit_records (district_code, id, rulebook_id, item_code, title_zh, title_en, category, severity, veto, subject_kind, subject_id, firm_id, estate_id, occurred_on, level,
            measure, reference_points, assessor, source, source_id, source_ref, fact_key, facts, basis, evidence, state, street_code, community_code, proposed_by, proposed_role, proposed_at,
            updated_at)
        values (district, record, rulebook, item ->> 'code', item ->> 'title_zh', item ->> 'title_en', item ->> 'category', item ->> 'severity', coalesce((item ->> 'veto')::boolean, false),
            said ->> 'subject_kind', (said ->> 'subject_id')::uuid, subject.firm, subject.place, (said ->> 'occurred_on')::date, said ->> 'level', (said ->> 'measure')::numeric, worth.points,
            coalesce(said ->> 'assessor', case when caller_role in ('street', 'community') then caller_role else 'district' end), said ->> 'source', (said ->> 'source_id')::uuid, said ->> 'source_ref', source.fact,
            said ->> 'facts', said ->> 'basis', said ->> 'evidence', to_state, subject.street, subject.community, (select current_user_id()), caller_role, moment, moment);
        insert into credit_record_events (district_code, record_id, at, action, to_state, actor_id, actor_name, actor_role, note, details)
        values (district, record, moment, 'create', to_state, (select current_user_id()), caller_name, caller_role, said ->> 'note',
                jsonb_strip_nulls(jsonb_build_object('reference_points', worth.points::text)));
    end if;
    return query select record, problem;
end $$;

-- Whether a role proposes an item: one that names nobody is everyone's to propose, but a firm reports only what speaks for itself.
create or replace function credit_may_propose(item jsonb, caller_role text) returns boolean language sql immutable parallel safe as $$
    select (caller_role <> 'company' or item ->> 'category' <> 'bad') and (credit_part(item, 'proposer_roles') = '[]' or item -> 'proposer_roles' ? caller_role)
$$;

-- From which day a repair may be asked for; none: this rulebook has no repair of it.
create or replace function credit_repair_from(book jsonb, item jsonb, since date) returns date language sql immutable parallel safe as $$
    select case when item ->> 'category' = 'bad' then coalesce(
        (select (since + make_interval(months => coalesce((t.value ->> 'min_months')::integer, 0)))::date from jsonb_array_elements(book -> 'repair') t
         where t.value ->> 'severity' = item ->> 'severity' limit 1),
        case when (item ->> 'until_rectified')::boolean then since end) end
$$;

-- Why a step that the table allows is not to be taken now. Barred from repair is who did the like again, or had it repaired, within so many months.
create or replace function credit_step_refusal(needs text, record uuid, day date) returns text language plpgsql stable as $$
declare
    r record;
    book jsonb;
    since date;
begin
    if needs is null then
        return null;
    end if;
    select c.district_code, c.rulebook_id, c.item_code, c.category, c.subject_kind, c.subject_id, c.occurred_on, c.objection_until, c.valid_from, c.circulated_on into r
    from credit_records c where c.district_code = (select current_district()) and c.id = record;
    if needs = 'in_time' then
        return case when day > r.objection_until then 'objection_too_late' end;
    elsif needs = 'personal' then
        return case when r.category <> 'bad' or r.subject_kind <> 'person' or r.circulated_on is not null then 'circulation_unfit' end;
    end if;
    book := credit_book(r.rulebook_id);
    since := credit_repair_from(book, credit_item(book, r.item_code), r.valid_from);
    return case
        when since is null then 'repair_not_open'
        when exists (select from credit_records o
                     where o.district_code = r.district_code and o.subject_kind = r.subject_kind and o.subject_id = r.subject_id and o.item_code = r.item_code and o.id <> record
                       and o.state in ('notified', 'effective', 'repair_applied', 'repaired')
                       and greatest(o.occurred_on, case o.state when 'repaired' then o.ended_at::date end) > (day - make_interval(months => (book ->> 'repair_barred_months')::integer))::date)
            then 'repair_barred'
        when day < since then 'repair_too_early' end;
end $$;

-- Was the caller the last to take one of these actions?
create or replace function credit_did_any(record uuid, actions text[]) returns boolean language sql stable as $$
    select exists (
        select from (select distinct on (e.action) e.actor_id from credit_record_events e
                     where e.district_code = (select current_district()) and e.record_id = record and e.action = any (actions)
                     order by e.action, e.at desc, e.id desc) last
        where last.actor_id = (select current_user_id()))
$$;

-- Whom a record counts for, and in which part: its subject, and those to whom the rulebook has it propagate, of the posts that were held on the day of the fact. A firm's
-- record reaches its managers and the project where it happened; a project's its managers and its firm; a person's his firm and his projects.
create or replace function credit_counted(record uuid) returns table (subject_kind text, subject_id uuid, ratio numeric) language sql stable as $$
    with r as (
        select c.* from credit_records c where c.district_code = (select current_district()) and c.id = record
    ), part as (
        select p.value ->> 'subject' as kind, (p.value ->> 'ratio')::numeric as ratio
        from r cross join lateral jsonb_array_elements(credit_part(credit_item(credit_book(r.rulebook_id), r.item_code), 'propagates_to')) p
    ), post as (
        select p.staff_id, p.estate_id, p.role from person_roles p join r on p.district_code = r.district_code and p.firm_id = r.firm_id
        where p.valid_from <= r.occurred_on and coalesce(p.valid_to > r.occurred_on, true)
    ), reached as (
        select r.subject_kind as kind, r.subject_id as id, 1::numeric as ratio from r
        union all
        select 'firm', r.firm_id, p.ratio from r join part p on p.kind = 'firm' where r.firm_id is not null
        union all
        select 'person', t.staff_id, p.ratio from r join part p on p.kind = 'person'
        join post t on r.subject_kind = 'project' and t.role = 'project_manager' and t.estate_id = r.estate_id or r.subject_kind = 'firm' and t.role = 'firm_manager'
        union all
        select 'project', r.estate_id, p.ratio from r join part p on p.kind = 'project' where r.estate_id is not null and r.firm_id is not null
        union all
        select 'project', t.estate_id, p.ratio from r join part p on p.kind = 'project' join post t on t.staff_id = r.subject_id and t.role = 'project_manager'
        where r.subject_kind = 'person' and r.estate_id is null
    )
    select e.kind, e.id, max(e.ratio) from reached e group by e.kind, e.id
$$;

-- From a moment on, which may be to come, it is known that the record counts.
create or replace function credit_count(record uuid, since timestamptz default null) returns void language sql volatile as $$
    insert into credit_counts (district_code, record_id, subject_kind, subject_id, firm_id, item_code, category, points, assessor, fact_key, veto, valid, known)
    select r.district_code, r.id, w.subject_kind, w.subject_id, r.firm_id, r.item_code, r.category, round(r.points * w.ratio, 4), r.assessor, r.fact_key, r.veto,
           daterange(r.valid_from, r.valid_to, '[]'),
           tstzrange(coalesce(since, case r.state when 'notified' then (r.publicity_until + 1)::timestamp at time zone 'Asia/Shanghai' else r.updated_at end), null)
    from credit_records r
    cross join lateral credit_counted(r.id) w
    where r.district_code = (select current_district()) and r.id = record
$$;

-- From a moment on it is known that it does not; what was to be known later never is. As the owner: a firm's objection stops what is to count, and a firm writes nothing there.
create or replace function credit_uncount(record uuid, since timestamptz) returns setof credit_counts language sql volatile security definer set search_path = public, pg_temp as $$
    update credit_counts c set known = tstzrange(lower(c.known), greatest(lower(c.known), since))
    from credit_records r
    where r.district_code = current_district() and r.id = record and c.district_code = r.district_code and c.record_id = r.id and upper_inf(c.known)
      and (current_firm() is null or r.firm_id = current_firm() and r.state = 'objected')
    returning c.*
$$;

-- What a move does to what counts.
create or replace function credit_recount(record uuid, wanted text, moment timestamptz) returns void language plpgsql volatile as $$
begin
    if wanted = 'notify' then
        perform credit_count(record);
    elsif wanted in ('uphold', 'amend') then
        perform credit_count(record, moment);
    elsif wanted in ('object', 'revoke', 'withdraw') then
        perform credit_uncount(record, moment);
    elsif wanted = 'accept_repair' then
        -- Until the day of the repair it counted; from that day on it does not.
        insert into credit_counts (district_code, record_id, subject_kind, subject_id, firm_id, item_code, category, points, assessor, fact_key, veto, valid, known)
        select c.district_code, c.record_id, c.subject_kind, c.subject_id, c.firm_id, c.item_code, c.category, c.points, c.assessor, c.fact_key, c.veto,
               c.valid * daterange(null, (moment at time zone 'Asia/Shanghai')::date), tstzrange(moment, null)
        from credit_uncount(record, moment) c
        where not isempty(c.valid * daterange(null, (moment at time zone 'Asia/Shanghai')::date));
    end if;
end $$;

-- The next number of a notice: of the district and the year.
create or replace function credit_notice_number(of_year integer) returns integer language plpgsql volatile as $$
begin
    perform pg_advisory_xact_lock(hashtextextended('credit_notice ' || current_district(), of_year));
    return (select coalesce(max(r.notice_seq), 0) + 1 from credit_records r
            where r.district_code = (select current_district()) and r.notice_no >= format('〔%s〕', of_year) and r.notice_no < format('〔%s〕', of_year + 1));
end $$;

-- One step. `standing` is the state that the record shows. details: points, level, measure (confirm, amend), evidence (propose, confirm), grounds and evidence (object).
-- Nothing takes effect while an objection may still come: what is made public is so at least for as long.
create or replace function credit_record_move(record uuid, wanted text, caller_role text, caller_name text, moment timestamptz, said text default null, details jsonb default '{}')
returns table (id uuid, problem text, standing text) language plpgsql volatile as $$
declare
    r record;
    step record;
    book jsonb;
    item jsonb;
    worth numeric; -- the points as they are decided
    fits boolean;
    day date;
    until date;
    since date;
    seq integer;
begin
    select c.district_code, c.id, c.state, c.version, c.updated_at, c.rulebook_id, c.item_code, c.category, c.occurred_on, c.level, c.measure, c.points, c.reference_points,
        c.evidence, c.confirmed_at, c.publicity_from, c.publicity_until, c.valid_from, c.valid_to
    into r from credit_records c where c.district_code = (select current_district()) and c.id = record for update;
    if not found then
        return;
    end if;
    moment := greatest(moment, r.updated_at + interval '1 microsecond');
    day := (moment at time zone 'Asia/Shanghai')::date;
    standing := credit_state(r.state, r.publicity_from, r.publicity_until, r.valid_to, day);
    select t.* into step from credit_record_transitions t where t.from_state = standing and t.action = wanted and t.role = caller_role;
    if not found then
        return query select r.id, 'state_conflict', standing;
        return;
    end if;
    problem := credit_step_refusal(step.needs, r.id, day);
    -- Asked only where somebody is kept out: a firm does not read who acted.
    if step.unlike <> '{}' then
        problem := case when credit_did_any(r.id, step.unlike) then 'separation_of_duties' else problem end;
    end if;
    book := credit_book(r.rulebook_id);
    item := credit_item(book, r.item_code);
    if wanted in ('confirm', 'amend') then
        r.level := coalesce(details ->> 'level', r.level);
        r.measure := coalesce((details ->> 'measure')::numeric, r.measure);
        select p.points, p.fits into worth, fits
        from credit_points(item, r.level, r.measure, coalesce((details ->> 'points')::numeric, case when item ->> 'points_kind' = 'range' then coalesce(r.points, r.reference_points) end)) p;
        problem := coalesce(problem, case when not fits or worth is null then 'credit_points_unfit' end);
    end if;
    if wanted in ('propose', 'confirm') then
        problem := coalesce(problem, case when wanted = 'propose' and not credit_may_propose(item, caller_role) then 'credit_proposer_unfit'
            when (item ->> 'evidence_required')::boolean and coalesce(details ->> 'evidence', r.evidence) is null then 'credit_evidence_missing' end);
    end if;
    if problem is not null then
        return query select r.id, problem, standing;
        return;
    end if;
    if caller_role = 'company' then
        -- Only columns that a firm was granted.
        update credit_records c set state = step.to_state, version = r.version + 1, updated_at = moment,
            objected_at = case wanted when 'object' then moment else c.objected_at end,
            objection_grounds = case wanted when 'object' then said else c.objection_grounds end,
            objection_evidence = case wanted when 'object' then details ->> 'evidence' else c.objection_evidence end,
            decision_due = case wanted when 'object' then credit_day_after(book, 'decision', day) else c.decision_due end,
            repair_applied_at = case wanted when 'apply_repair' then moment else c.repair_applied_at end,
            repair_note = case wanted when 'apply_repair' then said else c.repair_note end
        where c.district_code = r.district_code and c.id = r.id;
    else
        if wanted = 'notify' then
            until := coalesce(credit_day_after(book, 'objection', day), day);
            r.publicity_from := day + 1;
            r.publicity_until := greatest(credit_day_after(book, 'publicity', day), until);
            seq := credit_notice_number(extract(year from day)::integer);
        end if;
        if wanted in ('notify', 'uphold', 'amend') then
            since := case book ->> 'counts_from'
                when 'confirmed' then (r.confirmed_at at time zone 'Asia/Shanghai')::date
                when 'effective' then case wanted when 'notify' then r.publicity_until + 1 else day end
                else r.occurred_on end;
        end if;
        update credit_records c set
            state = case wanted when 'circulate' then r.state else step.to_state end, version = r.version + 1, updated_at = moment,
            level = r.level, measure = r.measure, points = case when wanted in ('confirm', 'amend') then worth else c.points end,
            evidence = case when wanted in ('propose', 'confirm') then coalesce(details ->> 'evidence', c.evidence) else c.evidence end,
            confirmed_by = case wanted when 'confirm' then (select current_user_id()) else c.confirmed_by end,
            confirmed_at = case wanted when 'confirm' then moment else c.confirmed_at end,
            notified_at = case wanted when 'notify' then moment else c.notified_at end,
            notice_seq = coalesce(seq, c.notice_seq),
            notice_no = case wanted when 'notify' then format('〔%s〕%s号', extract(year from day)::integer, seq) else c.notice_no end,
            rectify_by = case when wanted = 'notify' and r.category = 'bad' then credit_day_after(book, 'rectify', day) else c.rectify_by end,
            objection_until = coalesce(until, c.objection_until),
            publicity_from = r.publicity_from, publicity_until = r.publicity_until,
            circulated_on = case wanted when 'circulate' then day else c.circulated_on end,
            valid_from = coalesce(since, c.valid_from),
            valid_to = case when since is null then c.valid_to else credit_valid_to(book, item, since) end,
            ended_at = case when step.to_state in ('dismissed', 'withdrawn', 'repaired', 'revoked') then moment else c.ended_at end,
            ended_by = case when step.to_state in ('dismissed', 'withdrawn', 'repaired', 'revoked') then (select current_user_id()) else c.ended_by end,
            end_reason = case when step.to_state in ('dismissed', 'withdrawn', 'repaired', 'revoked') then said else c.end_reason end
        where c.district_code = r.district_code and c.id = r.id;
    end if;
    insert into credit_record_events (district_code, record_id, at, action, from_state, to_state, actor_id, actor_name, actor_role, note, details)
    values (r.district_code, r.id, moment, wanted, standing, step.to_state, (select current_user_id()), caller_name, caller_role, said,
            case wanted when 'confirm' then jsonb_strip_nulls(jsonb_build_object('reference_points', r.reference_points::text, 'points', worth::text))
                        when 'amend' then jsonb_build_object('points_before', r.points::text, 'points', worth::text)
                        when 'notify' then jsonb_strip_nulls(jsonb_build_object('publicity_until', r.publicity_until, 'objection_until', until)) else '{}' end);
    perform credit_recount(r.id, wanted, moment);
    return query select r.id, null::text, standing;
end $$;

-- What the caller may do next, as far as it is known now.
create or replace function credit_next_steps(record uuid, caller_role text, day date) returns json language plpgsql stable as $$
declare
    step record;
    found text[] := '{}';
begin
    for step in
        select t.action, t.needs, t.unlike from credit_records c
        join credit_record_transitions t on t.from_state = credit_state(c.state, c.publicity_from, c.publicity_until, c.valid_to, day) and t.role = caller_role
        where c.district_code = (select current_district()) and c.id = record
        order by t.action
    loop
        continue when credit_step_refusal(step.needs, record, day) is not null;
        if step.unlike <> '{}' then
            continue when credit_did_any(record, step.unlike);
        end if;
        found := found || step.action;
    end loop;
    return to_json(found);
end $$;

grant execute on function credit_book(uuid), credit_item(jsonb, text), credit_day_after(jsonb, text, date), credit_points(jsonb, text, numeric, numeric), credit_valid_to(jsonb, jsonb, date),
    credit_subject(text, uuid, uuid, date), credit_source(jsonb, text, uuid, uuid, text), credit_record_make(uuid, jsonb, text, text, timestamptz, boolean), credit_may_propose(jsonb, text),
    credit_repair_from(jsonb, jsonb, date), credit_step_refusal(text, uuid, date), credit_did_any(uuid, text[]), credit_next_steps(uuid, text, date)
    to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline;
grant execute on function credit_issue(uuid) to wuye_district, wuye_street, wuye_community;
-- Whoever takes a step; what counts is the district's to begin, and its own and a firm's to end.
revoke all on function credit_counted(uuid), credit_count(uuid, timestamptz), credit_uncount(uuid, timestamptz), credit_notice_number(integer)
    from wuye_street, wuye_community, wuye_company, wuye_hotline;
grant execute on function credit_record_move(uuid, text, text, text, timestamptz, text, jsonb), credit_recount(uuid, text, timestamptz) to wuye_district, wuye_street, wuye_company;
grant execute on function credit_counted(uuid), credit_count(uuid, timestamptz), credit_notice_number(integer) to wuye_district;
grant execute on function credit_uncount(uuid, timestamptz) to wuye_district, wuye_company;
-- The platform takes no step; it is told so.
grant execute on function credit_next_steps(uuid, text, date), credit_book(uuid), credit_item(jsonb, text), credit_repair_from(jsonb, jsonb, date) to wuye_platform;

reset role;
