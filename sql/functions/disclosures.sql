-- 信息公示 (J01–J07, J10). No role writes in the table; what is owed is told by contracts, items and rules, and not kept.
set role wuye_owner;

-- Since when an item has been owed in the district without a break, as of a day; what came before is nobody's failure. A district that is to begin later says so by rules of its own.
create or replace function disclosure_owed_since(of_item text, day date) returns date language sql stable parallel safe as $$
    select max(c.day)
    from district_rules r
    cross join lateral (values (r.effective_from), (r.effective_to)) c (day)
    where r.name = 'disclosure_owed' and r.district_code in (current_district(), '*') and r.subject in (of_item, '*') and c.day <= disclosure_owed_since.day
      and not exists (select from rule_at('disclosure_owed', of_item, c.day - 1) b where b.value = 1)
$$;

-- What becomes due in the months that end with one. Periods are the calendar's: every so many months from January on, the last one of a year ending with it; they are due so many days
-- after their end, where the item was owed on their last day. What stands is due so many days after the firm's contract begins, or the item's being owed, and looked at on the month's
-- last day, or today. on_day: whose firm answers for it.
create or replace function disclosure_terms(month date, months integer, today date)
returns table (month_of date, item text, kind text, item_no integer, cadence text, period_from date, period_to date, due_on date, on_day date, days integer, owed_since date)
language sql stable parallel safe as $$
    with owed as (
        select i.item, i.kind, i.position, i.cadence, d.value::integer as days, m.value::integer as months, s.first, s.last, disclosure_owed_since(i.item, s.last) as since
        from generate_series(0, disclosure_terms.months - 1) n
        cross join lateral (select (date_trunc('month', month) - make_interval(months => n))::date as first, (date_trunc('month', month) - make_interval(months => n - 1))::date - 1 as last) s
        cross join disclosure_items i
        cross join lateral rule_at('disclosure_owed', i.item, s.last) o
        cross join lateral rule_at('disclosure_days', i.item, s.last) d
        left join lateral rule_at('disclosure_months', i.item, s.last) m on i.cadence = 'periodic'
        where i.cadence <> 'occasional' and o.value = 1
    )
    select o.first, o.item, o.kind, o.position, o.cadence, null::date, null::date, null::date, least(o.last, today), o.days, o.since
    from owed o
    where o.cadence = 'standing' and o.first <= today and o.since <= least(o.last, today)
    union all
    select o.first, o.item, o.kind, o.position, o.cadence, p.first, p.last, p.last + o.days, p.last, o.days, o.since
    from owed o
    cross join generate_series(extract(year from o.first)::integer - 2, extract(year from o.last)::integer) y (year)
    cross join generate_series(1, 12, o.months) k (month)
    cross join lateral (select make_date(y.year, k.month, 1) as first,
                               least(make_date(y.year, 12, 31), (make_date(y.year, k.month, 1) + make_interval(months => o.months))::date - 1) as last) p
    where o.cadence = 'periodic' and p.last + o.days between o.first and o.last and p.last < today and p.last >= o.since
$$;

-- What the firms of the caller's area, or the calling firm, owe in the months that end with one. fresh: published in time (what stands: published by then), late, due: its day has not
-- passed, failed. Any disclosures by anybody that together cover the period will do; what stands has to be the firm's own. What the community has queried does not count.
-- A position tells the estate's place, times a thousand, and the duty's within it; `most`: no more estates than these, from the place of `after` on.
create or replace function disclosure_duties_of(month date, months integer, today date, of_estate uuid, of_firm uuid, after bigint, most bigint)
returns table (month_of date, "position" bigint, estate_id uuid, estate_code text, estate_name text, street_code text, community_code text, firm_id uuid, item text, kind text, item_no integer,
               cadence text, period_from date, period_to date, due_on date, published_on date, disclosure_id uuid, state text)
language sql stable parallel safe as $$
    with terms as materialized (
        select t.*, row_number() over (order by t.item_no, t.month_of, t.period_from) as nth from disclosure_terms(month, disclosure_duties_of.months, today) t
    ), spells as materialized (
        select ce.estate_id, c.firm_id, ce.service_period, c.kind = 'regular' as regular, e.code, e.name, e.street_code, e.community_code
        from contract_estates ce
        join contracts c on c.district_code = ce.district_code and c.id = ce.contract_id
        join estates e on e.district_code = ce.district_code and e.id = ce.estate_id
        where ce.district_code = (select current_district()) and ce.in_force and ce.estate_id = coalesce(of_estate, ce.estate_id)
          and e.street_code = coalesce((select current_street()), e.street_code) and e.community_code = coalesce((select current_community()), e.community_code)
    ), answering as materialized (
        select distinct on (d.on_day, s.estate_id) d.on_day, s.*, lower(s.service_period) as since
        from (select distinct t.on_day from terms t) d
        join spells s on s.service_period @> d.on_day
        order by d.on_day, s.estate_id, s.regular desc, lower(s.service_period) desc
    ), placed as materialized (
        select a.*, dense_rank() over (order by a.code, a.estate_id) as place
        from answering a
        where a.firm_id = coalesce(of_firm, a.firm_id) and a.firm_id = coalesce((select current_firm()), a.firm_id)
    ), served as materialized (
        select p.* from placed p where p.place >= after / 1000 and (most is null or p.place <= after / 1000 + most)
    ), standing as materialized (
        select distinct on (d.estate_id, d.item, d.firm_id) d.estate_id, d.item, d.firm_id, d.published_on, d.id
        from disclosures d
        where d.district_code = (select current_district()) and d.estate_id = any (array(select distinct s.estate_id from served s)) and d.state <> 'queried' and d.firm_id is not null
          and d.item = any (array(select distinct t.item from terms t where t.cadence = 'standing'))
        order by d.estate_id, d.item, d.firm_id, d.published_on, d.id
    ), told as materialized (
        select d.estate_id, d.item, daterange(d.period_from, d.period_to, '[]') as period, d.published_on, d.id
        from disclosures d
        where d.district_code = (select current_district()) and d.estate_id = any (array(select distinct s.estate_id from served s)) and d.state <> 'queried'
          and d.item = any (array(select distinct t.item from terms t where t.cadence = 'periodic')) and d.period_to >= (select min(t.period_from) from terms t)
          and d.period_from <= (select max(t.period_to) from terms t)
    ), periods as (
        select distinct t.item, t.period_from, daterange(t.period_from, t.period_to, '[]') as period from terms t where t.cadence = 'periodic'
    ), covering as (
        select p.item, p.period_from, p.period, x.estate_id, x.published_on, x.id,
            range_agg(x.period) over (partition by x.estate_id, p.item, p.period order by x.published_on, x.id) as covered
        from periods p
        join told x on x.item = p.item and x.period && p.period
    ), covered as materialized (
        select distinct on (c.estate_id, c.item, c.period) c.estate_id, c.item, c.period_from, c.published_on, c.id
        from covering c
        where c.covered @> c.period
        order by c.estate_id, c.item, c.period, c.published_on, c.id
    )
    select t.month_of, s.place * 1000 + t.nth, s.estate_id, s.code, s.name, s.street_code, s.community_code, s.firm_id, t.item, t.kind, t.item_no, t.cadence, null::date, null::date, w.due_on,
        case when x.published_on <= t.on_day then x.published_on end, case when x.published_on <= t.on_day then x.id end,
        case when x.published_on <= t.on_day then 'fresh' when w.due_on >= t.on_day then 'due' else 'failed' end
    from terms t
    join served s on s.on_day = t.on_day
    cross join lateral (select greatest(s.since, t.owed_since) + t.days as due_on) w
    left join standing x on x.estate_id = s.estate_id and x.item = t.item and x.firm_id = s.firm_id
    where t.cadence = 'standing'
    union all
    select t.month_of, s.place * 1000 + t.nth, s.estate_id, s.code, s.name, s.street_code, s.community_code, s.firm_id, t.item, t.kind, t.item_no, t.cadence, t.period_from, t.period_to, t.due_on,
        x.published_on, x.id, case when x.published_on <= t.due_on then 'fresh' when x.id is not null then 'late' when t.due_on >= today then 'due' else 'failed' end
    from terms t
    join served s on s.on_day = t.on_day
    left join covered x on x.estate_id = s.estate_id and x.item = t.item and x.period_from = t.period_from
    where t.cadence = 'periodic'
$$;
-- Registers are joined whole, whatever the planner takes them for.
create or replace function disclosure_duties(month date, today date, of_estate uuid default null, of_firm uuid default null, after bigint default 0, most bigint default null)
returns table (month_of date, "position" bigint, estate_id uuid, estate_code text, estate_name text, street_code text, community_code text, firm_id uuid, item text, kind text, item_no integer,
               cadence text, period_from date, period_to date, due_on date, published_on date, disclosure_id uuid, state text)
language sql stable parallel safe security definer set search_path = public, pg_temp set enable_nestloop = off set enable_mergejoin = off set jit = off as $$
    select d.* from disclosure_duties_of(month, 1, today, of_estate, of_firm, after, most) d
$$;

-- Of each firm, or street, what was owed in the months that end with one, how much of it failed or was late, and in how many of them. Counted where the duties are found: a year's are never kept.
create or replace function disclosure_failures(month date, months integer, today date, by_street boolean, of_firm uuid default null, of_streets text[] default null)
returns table (firm_id uuid, street_code text, duties bigint, failed bigint, late bigint, estates bigint, failed_months bigint)
language sql stable parallel safe security definer set search_path = public, pg_temp set enable_nestloop = off set enable_mergejoin = off set jit = off as $$
    select t.firm_id, t.street_code, sum(t.duties)::bigint, sum(t.failed)::bigint, sum(t.late)::bigint, count(distinct t.estate_id) filter (where t.failed + t.late > 0),
        count(distinct t.month_of) filter (where t.failed + t.late > 0)
    from (
        select case when not by_street then d.firm_id end as firm_id, case when by_street then d.street_code end as street_code, d.estate_id, d.month_of, count(*) as duties,
            count(*) filter (where d.state = 'failed') as failed, count(*) filter (where d.state = 'late') as late
        from disclosure_duties_of(month, disclosure_failures.months, today, null, of_firm, 0, null) d
        where of_streets is null or d.street_code = any (of_streets)
        group by 1, 2, 3, 4
    ) t
    group by 1, 2
$$;
revoke all on function disclosure_terms(date, integer, date), disclosure_owed_since(text, date), disclosure_duties_of(date, integer, date, uuid, uuid, bigint, bigint),
    disclosure_duties(date, date, uuid, uuid, bigint, bigint), disclosure_failures(date, integer, date, boolean, uuid, text[]) from public;
grant execute on function disclosure_duties(date, date, uuid, uuid, bigint, bigint), disclosure_failures(date, integer, date, boolean, uuid, text[])
    to wuye_district, wuye_street, wuye_community, wuye_company;

-- A firm tells of the estates that it serves, a community of those of its area, for the committee or, where it saw it, for the firm.
create or replace function disclosure_make(new_id uuid, estate uuid, body jsonb, caller_role text, moment timestamptz, today date, out id uuid, out problem text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    d disclosures := jsonb_populate_record(null::disclosures, jsonb_strip_nulls(body));
    e estates;
    i disclosure_items;
begin
    d.publisher := coalesce(d.publisher, case caller_role when 'company' then 'firm' else 'owners_committee' end);
    d.published_on := coalesce(d.published_on, today);
    select t.* into e from estates t
    where t.district_code = current_district() and t.id = estate and t.street_code = coalesce(current_street(), t.street_code) and t.community_code = coalesce(current_community(), t.community_code);
    select t.* into i from disclosure_items t where t.item = d.item;
    if caller_role = 'company' and not exists (
        select from contracts c join contract_estates ce on ce.district_code = c.district_code and ce.contract_id = c.id
        where c.district_code = e.district_code and c.firm_id = current_firm() and ce.estate_id = e.id and c.in_force and ce.in_force) then
        e.id := null;
    end if;
    if d.publisher = 'firm' then
        d.firm_id := firm_in_force(e.district_code, e.id, d.published_on);
    else
        select o.id into d.committee_id from owners_committees o
        where o.district_code = e.district_code and o.estate_id = e.id and o.established_on <= d.published_on and coalesce(o.dissolved_on > d.published_on, true) order by o.kind = 'owners_committee' desc, o.id limit 1;
    end if;
    problem := case
        when e.id is null then 'not_found'
        when caller_role = 'company' and d.publisher <> 'firm' then 'disclosure_publisher_unfit'
        when i.item is null then 'disclosure_item_unknown'
        when d.published_on > today then 'day_in_the_future'
        when i.kind = 'committee' and d.publisher = 'firm' then 'disclosure_publisher_unfit'
        when num_nonnulls(d.firm_id, d.committee_id) = 0 or caller_role = 'company' and d.firm_id <> current_firm() then 'disclosure_publisher_unfit'
        when (i.cadence = 'periodic') <> (d.period_from is not null) and i.cadence <> 'occasional' or num_nulls(d.period_from, d.period_to) = 1 or d.period_to < d.period_from
          or d.period_to >= d.published_on then 'disclosure_period_unfit'
        when caller_role = 'company' and d.published_on < today - (select r.value::integer from rule_at('disclosure_backdate_days', '*', today) r) then 'disclosure_backdated'
        end;
    if problem is not null then
        return;
    end if;
    insert into disclosures (district_code, id, estate_id, street_code, community_code, publisher, firm_id, committee_id, item, period_from, period_to, published_on, place, location, content,
                             income, expense, recorded_by, recorded_role, recorded_at, updated_at)
    values (e.district_code, new_id, e.id, e.street_code, e.community_code, d.publisher, d.firm_id, d.committee_id, d.item, d.period_from, d.period_to, d.published_on, d.place, d.location, d.content,
            d.income, d.expense, current_user_id(), caller_role, moment, moment)
    on conflict do nothing
    returning disclosures.id into id;
    problem := case when id is null then 'disclosed_already' end;
end $$;

-- On site, by another than who recorded it. What was queried does not count and is published again; what was confirmed can still be queried.
create or replace function disclosure_check(disclosure uuid, body jsonb, moment timestamptz, today date, out id uuid, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    d disclosures;
    wanted constant text := body ->> 'result';
    day constant date := coalesce((body ->> 'checked_on')::date, today);
begin
    select t.* into d from disclosures t
    where t.district_code = current_district() and t.id = disclosure and t.street_code = coalesce(current_street(), t.street_code)
      and t.community_code = coalesce(current_community(), t.community_code) for update;
    id := d.id;
    standing := d.state;
    problem := case
        when d.id is null then 'not_found'
        when not (d.state = 'published' or d.state = 'confirmed' and wanted = 'queried') then 'state_conflict'
        when d.recorded_by = current_user_id() then 'separation_of_duties'
        when day > today then 'day_in_the_future'
        when day < d.published_on then 'disclosure_day_before'
        when wanted = 'queried' and body ->> 'note' is null then 'disclosure_query_without_note'
        end;
    if problem is null then
        update disclosures t set state = wanted, checked_by = current_user_id(), checked_on = day, check_note = body ->> 'note', version = t.version + 1,
            updated_at = greatest(moment, t.updated_at + interval '1 microsecond')
        where t.district_code = d.district_code and t.id = d.id;
    end if;
end $$;

revoke all on function disclosure_make(uuid, uuid, jsonb, text, timestamptz, date), disclosure_check(uuid, jsonb, timestamptz, date) from public;
grant execute on function disclosure_make(uuid, uuid, jsonb, text, timestamptz, date) to wuye_company, wuye_community;
grant execute on function disclosure_check(uuid, jsonb, timestamptz, date) to wuye_street, wuye_community;

reset role;
