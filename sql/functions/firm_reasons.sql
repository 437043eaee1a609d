-- C06, C14, D15, D23. What is to be said of a firm on a day, each reason with what the rules of that day make of it for a question (bid, award, entry): one answer for
-- who asks before a tender and for the filing of a contract. Of its market access the decision of the day counts; without one, the state that the firm came
-- into the register with. `until` is the last day as far as it is known.
set role wuye_owner;

drop function if exists firm_barred(text, uuid);
drop function if exists firm_barred(uuid, date);
drop function if exists firm_reasons(uuid, date);

-- What is known on a day: now, when it is today; else whatever is known when it is over (its last microsecond: what begins at midnight is of the next day).
create or replace function credit_known_at(day date) returns timestamptz language sql stable parallel safe as $$
    select case when day = current_date then now() else (day + 1)::timestamptz - interval '1 microsecond' end
$$;

-- The last day on which a fact of a day counts by the rulebook's cycle, the other side of credit_cycle_start(); null when the cycle does not end it. Of twelve months that
-- roll the later of two, because a year from February 29 or March 1 may be one day or the other.
create or replace function credit_cycle_last(cycle text, since date) returns date language sql immutable parallel safe as $$
    select case cycle
        when 'rolling_12_months' then greatest((since + interval '12 months')::date - 1, (since - 1 + interval '12 months')::date)
        when 'calendar_year' then (date_trunc('year', since::timestamp) + interval '1 year')::date - 1
        when 'quarter' then (date_trunc('quarter', since::timestamp) + interval '3 months')::date - 1 end
$$;

-- The score of one on a day as it was known then, and the rulebook of that day. No row: no rulebook is in force. `firm`: of a project or a person, as far as it is this
-- firm's: what counts from its time with another says nothing of this one.
drop function if exists credit_of(text, uuid, date);
create or replace function credit_of(kind text, subject uuid, day date, firm uuid default null)
returns table (book credit_rulebooks, basic numeric, good numeric, bad numeric, total numeric, has_bad boolean, veto boolean, takes_part boolean, grade text)
language sql stable parallel safe as $$
    select b, s.basic, s.good, s.bad, s.total, s.has_bad, s.veto, s.takes_part, s.grade
    from credit_rulebook_on(day) b
    cross join lateral credit_scores(b.document, kind, day, credit_known_at(day), array[subject], null, array(
        select c.record_id from credit_counts c
        where c.district_code = (select current_district()) and c.subject_kind = kind and c.subject_id = subject and c.firm_id <> firm)) s
$$;

-- Entries of lists that held on a day: what was removed since had its days.
create or replace function credit_listed(kind text, subject uuid, day date) returns setof credit_list_entries language sql stable parallel safe as $$
    select e.*
    from credit_list_entries e
    where e.district_code = (select current_district()) and e.subject_kind = kind and e.subject_id = subject
      and e.state in ('listed', 'removed')
      and daterange(e.valid_from, e.valid_to) @> day and coalesce(e.decided_at < (day + 1)::timestamptz, true)
$$;

-- What credit says of a firm, of its work on an estate (project), or of a person of its staff.
create or replace function credit_reasons(kind text, subject uuid, firm uuid, day date) returns table (reason text, since date, until date)
language sql stable parallel safe as $$
    with credit as materialized (
        select c.* from credit_of(kind, subject, day, firm) c
    ), counted as materialized (
        select c.category, c.veto, lower(c.valid) as since, coalesce(o.until_rectified, false) as unmended,
               least(upper(c.valid) - 1, credit_cycle_last((k.book).document ->> 'cycle', lower(c.valid))) as until
        from credit_counts c
        left join credit k on true
        -- What is to be mended is said by the item, not by the last day: a record without one may just count on, and one that is to be mended may end by its severity.
        left join lateral (
            select i.until_rectified
            from credit_records r
            join credit_rulebooks b on b.district_code = r.district_code and b.id = r.rulebook_id
            cross join lateral jsonb_to_recordset(b.document -> 'items') i (code text, until_rectified boolean)
            where r.district_code = c.district_code and r.id = c.record_id and i.code = r.item_code and c.category = 'bad'
            limit 1) o on true
        where c.district_code = (select current_district()) and c.subject_kind = kind and c.subject_id = credit_reasons.subject and c.firm_id = credit_reasons.firm
          and c.valid @> day and c.known @> credit_known_at(day) and (c.category = 'bad' or c.veto)
    ), standing as (
        select c.* from counted c where coalesce(c.until >= day, true)
    )
    select e.reason, null::date, null::date
    from credit k
    cross join lateral jsonb_to_recordset((k.book).document -> 'effects') f (grade text, effect text)
    join (values ('market_restrict', 'credit_market_restricted'), ('award_ban', 'credit_award_ban'), ('procurement_ban', 'credit_procurement_ban'),
                 ('key_supervision', 'credit_key_supervision')) e (effect, reason) on e.effect = f.effect
    where f.grade = k.grade
    union all
    select case l.list when 'black' then 'credit_blacklisted' else 'credit_key_supervision' end, l.valid_from, l.valid_to - 1
    from credit_listed(kind, subject, day) l
    where l.list in ('black', 'key_supervision') and coalesce(l.firm_id = firm, true)
    union all
    select 'credit_missing', null, null from credit k where kind = 'firm' and not k.takes_part
    union all
    select 'credit_unrated', null, null
    from credit k
    where kind = 'firm' and k.takes_part
      and (k.grade is null or exists (select from jsonb_to_recordset((k.book).document -> 'grades') g (subject text, grade text, condition text)
                                      where coalesce(g.subject, 'firm') = kind and g.grade = k.grade and g.condition = 'unrated'))
    union all
    select 'credit_veto', min(s.since), case when count(s.until) = count(*) then max(s.until) end from standing s where s.veto having count(*) > 0
    union all
    select 'bad_record_unmended', min(c.since), null from counted c where c.category = 'bad' and c.unmended having count(*) > 0
    union all
    select 'bad_record', min(s.since), case when count(s.until) = count(*) then max(s.until) end from standing s where s.category = 'bad' having count(*) > 0
$$;

-- The rule of a day for a reason: the district's own before the common one.
create or replace function eligibility_rule(purpose text, reason text, day date) returns table (bars boolean, "position" integer)
language sql stable parallel safe as $$
    select e.bars, e.position
    from eligibility_rules e
    where e.purpose = eligibility_rule.purpose and e.reason = eligibility_rule.reason and e.district_code in ((select current_district()), '*')
      and daterange(e.effective_from, e.effective_to) @> day
    order by e.district_code desc
    limit 1
$$;

create or replace function firm_reasons(firm uuid, day date, purpose text default 'bid')
returns table (reason text, bars boolean, "position" integer, since date, until date)
language sql stable parallel safe as $$
    select s.reason, e.bars, e.position, s.since, s.until
    from (
        select r.reason, r.since, r.until
        from firms_at(firm_reasons.day) f
        left join firm_market_access a on a.district_code = f.district_code and a.firm_id = f.id and daterange(a.valid_from, a.valid_to) @> firm_reasons.day
        cross join lateral (values
            ('deregistered', f.status = 'deregistered', null::date, null::date),
            ('business_suspended', f.status = 'suspended', null, null),
            ('entry_not_decided', f.entry = 'entry_review', null, null),
            ('entry_refused', f.entry = 'refused', null, null),
            ('market_access_exited', coalesce(a.state, f.market_access) = 'exited', a.valid_from, a.valid_to - 1),
            ('market_access_suspended', coalesce(a.state, f.market_access) = 'suspended', a.valid_from, a.valid_to - 1),
            ('market_access_restricted', coalesce(a.state, f.market_access) = 'restricted', a.valid_from, a.valid_to - 1),
            ('no_service_hotline', f.service_hotline is null, null, null)) r (reason, holds, since, until)
        where f.district_code = (select current_district()) and f.id = firm_reasons.firm and r.holds
        union all
        -- One line for a reason; it ends when all that says it ends.
        select c.reason, min(c.since), case when count(c.until) = count(*) then max(c.until) end
        from firms_at(firm_reasons.day) f
        cross join lateral credit_reasons('firm', f.id, f.id, firm_reasons.day) c
        where f.district_code = (select current_district()) and f.id = firm_reasons.firm
        group by c.reason
        union all
        select case d.kind when 'dishonesty' then 'dishonesty_deposit_unpaid' else 'performance_deposit_overdue' end, d.since, null
        from deposits_outstanding(firm_reasons.firm, firm_reasons.day) d
        union all
        select d.reason, d.since, null from dishonest_of_firm(firm_reasons.firm, firm_reasons.day) d
    ) s
    cross join lateral eligibility_rule(firm_reasons.purpose, s.reason, firm_reasons.day) e
$$;

create or replace function firm_barred(firm uuid, day date) returns boolean language sql stable parallel safe as $$
    select exists (select from firm_reasons(firm, day, 'bid') r where r.bars)
$$;
grant execute on function credit_known_at(date), credit_cycle_last(text, date), credit_of(text, uuid, date, uuid), credit_listed(text, uuid, date), credit_reasons(text, uuid, uuid, date),
    eligibility_rule(text, text, date), firm_reasons(uuid, date, text), firm_barred(uuid, date)
    to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform;

reset role;
