-- 信息公示 (J01–J07, J10). No role writes in the table; what is owed is told by contracts, items and rules, and not kept.
set role wuye_owner;

-- What becomes due in a month. Periods are the calendar's: every so many months from January on, the last one of a year ending with it; they are due so many days after their
-- end. What stands is due so many days after the firm's contract begins, and looked at on the month's last day, or today. on_day: whose firm answers for it.
create or replace function disclosure_terms(month date, today date)
returns table (item text, kind text, item_no integer, cadence text, period_from date, period_to date, due_on date, on_day date, days integer)
language sql stable parallel safe as $$
    with span as (
        select date_trunc('month', month)::date as first, (date_trunc('month', month) + interval '1 month')::date - 1 as last
    ), owed as (
        select i.item, i.kind, i.position, i.cadence, d.value::integer as days, m.value::integer as months, s.first, s.last
        from span s
        cross join disclosure_items i
        cross join lateral rule_at('disclosure_owed', i.item, s.last) o
        cross join lateral rule_at('disclosure_days', i.item, s.last) d
        left join lateral rule_at('disclosure_months', i.item, s.last) m on i.cadence = 'periodic'
        where i.cadence <> 'occasional' and o.value = 1
    )
    select o.item, o.kind, o.position, o.cadence, null::date, null::date, null::date, least(o.last, today), o.days
    from owed o
    where o.cadence = 'standing' and o.first <= today
    union all
    select o.item, o.kind, o.position, o.cadence, p.first, p.last, p.last + o.days, p.last, o.days
    from owed o
    cross join generate_series(extract(year from o.first)::integer - 2, extract(year from o.last)::integer) y (year)
    cross join generate_series(1, 12, o.months) k (month)
    cross join lateral (select make_date(y.year, k.month, 1) as first,
                               least(make_date(y.year, 12, 31), (make_date(y.year, k.month, 1) + make_interval(months => o.months))::date - 1) as last) p
    where o.cadence = 'periodic' and p.last + o.days between o.first and o.last and p.last < today
$$;

-- What the firms of the caller's area, or the calling firm, owe in a month. fresh: published in time (what stands: published by then), late, due: its day has not passed, failed.
-- Any disclosure by anybody that covers the period will do; what stands has to be the firm's own. What the community has queried does not count.
create or replace function disclosure_duties(month date, today date, of_estate uuid default null, of_firm uuid default null)
returns table (estate_id uuid, estate_code text, estate_name text, street_code text, community_code text, firm_id uuid, item text, kind text, item_no integer, cadence text,
               period_from date, period_to date, due_on date, published_on date, disclosure_id uuid, state text)
language sql stable parallel safe security definer set search_path = public, pg_temp as $$
    with terms as materialized (
        select t.* from disclosure_terms(month, today) t
    ), served as materialized (
        select distinct on (d.on_day, ce.estate_id) d.on_day, ce.estate_id, c.firm_id, lower(ce.service_period) as since
        from (select distinct t.on_day from terms t) d
        join contract_estates ce on ce.district_code = (select current_district()) and ce.in_force and ce.service_period @> d.on_day and ce.estate_id = coalesce(of_estate, ce.estate_id)
        join contracts c on c.district_code = ce.district_code and c.id = ce.contract_id
        order by d.on_day, ce.estate_id, c.kind = 'regular' desc, lower(ce.service_period) desc
    ), owed as (
        select s.estate_id, s.firm_id, t.item, t.kind, t.item_no, t.cadence, t.period_from, t.period_to, coalesce(t.due_on, s.since + t.days) as due_on, t.on_day
        from terms t
        join served s on s.on_day = t.on_day
    )
    select o.estate_id, e.code, e.name, e.street_code, e.community_code, o.firm_id, o.item, o.kind, o.item_no, o.cadence, o.period_from, o.period_to, o.due_on, x.published_on, x.id,
        case when x.published_on <= o.due_on or o.cadence = 'standing' and x.id is not null then 'fresh'
             when x.id is not null then 'late'
             when o.due_on >= case o.cadence when 'standing' then o.on_day else today end then 'due'
             else 'failed' end
    from owed o
    join estates e on e.district_code = (select current_district()) and e.id = o.estate_id
    left join lateral (
        select d.id, d.published_on
        from disclosures d
        where d.district_code = e.district_code and d.estate_id = o.estate_id and d.item = o.item and d.state <> 'queried'
          and case o.cadence when 'standing' then d.firm_id = o.firm_id and d.published_on <= o.on_day else d.period_from <= o.period_from and d.period_to >= o.period_to end
        order by d.published_on
        limit 1
    ) x on true
    where o.firm_id = coalesce(of_firm, o.firm_id)
      and e.street_code = coalesce(current_street(), e.street_code) and e.community_code = coalesce(current_community(), e.community_code)
      and o.firm_id = coalesce(current_firm(), o.firm_id)
$$;
revoke all on function disclosure_duties(date, date, uuid, uuid) from public;
grant execute on function disclosure_duties(date, date, uuid, uuid) to wuye_district, wuye_street, wuye_community, wuye_company;

-- Which firms, or streets, failed in the months that end with one, how often, and in how many of them.
create or replace function disclosure_failures(month date, months integer, today date, by_street boolean, of_firm uuid default null, of_streets text[] default null)
returns table (firm_id uuid, street_code text, duties bigint, failed bigint, late bigint, estates bigint, failed_months bigint)
language sql stable parallel safe as $$
    select case when not by_street then d.firm_id end, case when by_street then d.street_code end, count(*), count(*) filter (where d.state = 'failed'), count(*) filter (where d.state = 'late'),
        count(distinct d.estate_id) filter (where d.state in ('failed', 'late')), count(distinct m.n) filter (where d.state in ('failed', 'late'))
    from generate_series(0, months - 1) m (n)
    cross join lateral disclosure_duties((date_trunc('month', month) - make_interval(months => m.n))::date, today, null, of_firm) d
    where of_streets is null or d.street_code = any (of_streets)
    group by 1, 2
    having count(*) filter (where d.state in ('failed', 'late')) > 0
$$;
grant execute on function disclosure_failures(date, integer, date, boolean, uuid, text[]) to wuye_district, wuye_street, wuye_community, wuye_company;

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
