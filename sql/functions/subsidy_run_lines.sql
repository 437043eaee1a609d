-- What a month comes to: lines of a run, and what its streets and firms have of them. Called by the moves of a run (subsidy_runs.sql), as the owner.
set role wuye_owner;

-- What each estate should get for a month, as the register is known now: its area, street and kind as of the end of a day, its mode and its firm on the first of the month. Half up to
-- the cent. A regular contract goes before the preliminary one. An estate without a firm is paid for if the scheme says so. Registers are joined whole, whatever the planner takes them for.
create or replace function subsidy_month_due(scheme uuid, first_day date, as_of date)
returns table (estate_id uuid, estate_code text, estate_name text, street_code text, community_code text, firm_id uuid, mode text, class text, area_m2 numeric, rate numeric, amount numeric)
language sql stable set enable_nestloop = off set jit = off as $$
    with classes as materialized (
        select distinct on (c.mode, c.new_or_old) c.mode, c.new_or_old, c.class, r.rate
        from subsidy_class_modes(scheme) c
        join subsidy_rates(scheme, first_day) r on r.class = c.class
        order by c.mode, c.new_or_old, c.class
    ), firms as materialized (
        select distinct on (ce.estate_id) ce.estate_id, c.firm_id
        from contract_estates ce
        join contracts c on c.district_code = ce.district_code and c.id = ce.contract_id
        where ce.district_code = (select current_district()) and ce.in_force and ce.service_period @> first_day
        order by ce.estate_id, ce.kind = 'regular' desc, c.id
    )
    select e.id, e.code, e.name, e.street_code, e.community_code, f.firm_id, m.mode, c.class, e.area_m2, c.rate, round(e.area_m2 * c.rate, 2)
    from estates_at(as_of) e
    join estate_modes m on m.district_code = e.district_code and m.estate_id = e.id and m.valid_from <= first_day and coalesce(m.valid_to > first_day, true)
    join classes c on c.mode = m.mode and c.new_or_old = e.new_or_old
    left join firms f on f.estate_id = e.id
    where e.district_code = (select current_district())
      and (f.firm_id is not null or (select (s.document ->> 'payable_to_unmanaged')::boolean from subsidy_schemes s where s.district_code = (select current_district()) and s.id = scheme))
$$;

-- What the other runs of the month had for each estate, street and firm. assessed: all of it has its leg 2.
create or replace function subsidy_month_had(run uuid, scheme uuid, first_day date)
returns table (estate_id uuid, estate_code text, estate_name text, street_code text, community_code text, firm_id uuid, amount numeric, paid_amount numeric, assessed boolean) language sql stable as $$
    select l.estate_id, max(l.estate_code), max(l.estate_name), l.street_code, max(l.community_code), l.firm_id, sum(l.amount), coalesce(sum(l.paid_amount), 0), bool_and(l.paid_amount is not null)
    from subsidy_runs r
    join subsidy_run_lines l on l.district_code = r.district_code and l.run_id = r.id
    where r.district_code = (select current_district()) and r.scheme_id = scheme and r.month = first_day and r.id <> run and subsidy_run_rank(r.state) >= subsidy_run_rank('paid_to_street')
    group by l.estate_id, l.street_code, l.firm_id
$$;

-- What subsidy_coefficient() says of each of many scores, with the bands read once. A score outside of all bands has none.
create or replace function subsidy_score_coefficients(scheme uuid, scores numeric[]) returns table (score numeric, coefficient numeric) language sql stable as $$
    with bands as materialized (
        select b.* from subsidy_schemes x cross join lateral subsidy_scheme_bands(x.document) b where x.district_code = (select current_district()) and x.id = scheme
    )
    select distinct on (s.score) s.score, b.coefficient
    from unnest(scores) s (score)
    left join bands b on subsidy_band_holds(s.score, b.low, b.low_inclusive, b.high, b.high_inclusive)
    order by s.score, b.position
$$;

-- Scores of a month with the coefficient that each gives.
create or replace function subsidy_month_coefficients(scheme uuid, first_day date) returns table (estate_id uuid, firm_id uuid, score numeric, coefficient numeric) language sql stable as $$
    with scored as materialized (select s.estate_id, s.firm_id, s.score from assessment_month_scores(first_day) s),
    known as materialized (select k.* from subsidy_score_coefficients(scheme, array(select distinct s.score from scored s)) k)
    select s.estate_id, s.firm_id, s.score, k.coefficient from scored s join known k on k.score = s.score
$$;

-- The same for a street's estates in a run, by the index of their assessments (evaluations_of_estate): else each of a hundred streets would read the whole month.
-- An array and no join, for that alone reaches below the sums in assessment_month_scores().
create or replace function subsidy_street_coefficients(r subsidy_runs, street text) returns table (estate_id uuid, firm_id uuid, score numeric, coefficient numeric) language sql stable as $$
    with scored as materialized (
        select s.estate_id, s.firm_id, s.score
        from assessment_month_scores(r.month) s
        where s.estate_id = any (array(select l.estate_id from subsidy_run_lines l where l.district_code = r.district_code and l.run_id = r.id and l.street_code = street))
    ),
    known as materialized (select k.* from subsidy_score_coefficients(r.scheme_id, array(select distinct s.score from scored s)) k)
    select s.estate_id, s.firm_id, s.score, k.coefficient from scored s join known k on k.score = s.score
$$;

-- Lines of a month's first run.
create or replace function subsidy_run_lines_regular(r subsidy_runs, as_of date) returns void language sql volatile as $$
    insert into subsidy_run_lines (district_code, run_id, number, estate_id, estate_code, estate_name, street_code, community_code, firm_id, mode, class, area_m2, rate, total_amount, amount)
    select r.district_code, r.id, row_number() over (order by d.street_code, d.estate_code), d.estate_id, d.estate_code, d.estate_name, d.street_code, d.community_code, d.firm_id, d.mode, d.class,
           d.area_m2, d.rate, d.amount, d.amount
    from subsidy_month_due(r.scheme_id, r.month, as_of) d
    where d.amount > 0
$$;

-- Lines of a correction: wherever an estate, its street and its firm should have had another sum than they had, or where leg 2 was assessed and would come out otherwise today, or could
-- not be told today, because the score that it was paid by is gone.
create or replace function subsidy_run_lines_adjusting(r subsidy_runs, as_of date) returns void language sql volatile set enable_nestloop = off as $$
    with both_sides as (
        select d.estate_id, d.estate_code, d.estate_name, d.street_code, d.community_code, d.firm_id, d.mode, d.class, d.area_m2, d.rate, d.amount as due, 0 as had, 0 as had_paid, true as assessed
        from subsidy_month_due(r.scheme_id, r.month, as_of) d
        where d.amount > 0
        union all
        select h.estate_id, h.estate_code, h.estate_name, h.street_code, h.community_code, h.firm_id, null, null, null, null, 0, h.amount, h.paid_amount, h.assessed
        from subsidy_month_had(r.id, r.scheme_id, r.month) h
    ), compared as (
        select b.estate_id, coalesce(max(b.estate_code) filter (where b.due > 0), max(b.estate_code)) as estate_code, coalesce(max(b.estate_name) filter (where b.due > 0), max(b.estate_name)) as estate_name,
               b.street_code, coalesce(max(b.community_code) filter (where b.due > 0), max(b.community_code)) as community_code, b.firm_id, max(b.mode) as mode, max(b.class) as class,
               max(b.area_m2) as area_m2, max(b.rate) as rate, sum(b.due) as due, sum(b.had) as had, sum(b.had_paid) as had_paid, bool_and(b.assessed) as assessed
        from both_sides b
        group by b.estate_id, b.street_code, b.firm_id
    )
    insert into subsidy_run_lines (district_code, run_id, number, estate_id, estate_code, estate_name, street_code, community_code, firm_id, mode, class, area_m2, rate, total_amount, had_amount, amount)
    select r.district_code, r.id, row_number() over (order by c.street_code, c.estate_code, c.firm_id), c.estate_id, c.estate_code, c.estate_name, c.street_code, c.community_code, c.firm_id, c.mode,
           c.class, c.area_m2, c.rate, c.due, c.had, c.due - c.had
    from compared c
    left join subsidy_month_coefficients(r.scheme_id, r.month) k on k.estate_id = c.estate_id and k.firm_id = c.firm_id
    where c.due <> c.had or c.assessed and c.firm_id is not null
      and case when c.due > 0 then round(c.due * coalesce(k.coefficient, (select subsidy_coefficient(r.scheme_id, null))), 2) else 0 end is distinct from c.had_paid
$$;

-- What each street and firm has of the lines. brought: at most what the street gave back of the month, and no more than its firms might still get of these lines.
create or replace function subsidy_run_sums(r subsidy_runs) returns void language sql volatile set enable_nestloop = off as $$
    insert into subsidy_run_streets (district_code, run_id, street_code, lines, amount, brought)
    select r.district_code, r.id, t.street_code, t.lines, t.amount, least(coalesce(b.returned, 0), greatest(t.open - t.amount, 0))
    from (
        select l.street_code, count(*) as lines, sum(l.amount) as amount, coalesce(sum(l.total_amount - coalesce(h.paid_amount, 0)) filter (where l.firm_id is not null), 0) as open
        from subsidy_run_lines l
        left join subsidy_month_had(r.id, r.scheme_id, r.month) h on r.kind = 'adjusting' and h.estate_id = l.estate_id and h.street_code = l.street_code and h.firm_id = l.firm_id
        where l.district_code = r.district_code and l.run_id = r.id
        group by l.street_code
    ) t
    left join (
        select s.street_code, sum(s.returned) - sum(s.brought) as returned
        from subsidy_runs o
        join subsidy_run_streets s on s.district_code = o.district_code and s.run_id = o.id
        where r.kind = 'adjusting' and o.district_code = r.district_code and o.scheme_id = r.scheme_id and o.month = r.month and s.state = 'closed'
        group by s.street_code
    ) b on b.street_code = t.street_code;
    insert into subsidy_run_firms (district_code, run_id, street_code, firm_id, lines, amount)
    select l.district_code, l.run_id, l.street_code, l.firm_id, count(*), sum(l.amount)
    from subsidy_run_lines l
    where l.district_code = r.district_code and l.run_id = r.id and l.firm_id is not null
    group by l.district_code, l.run_id, l.street_code, l.firm_id
$$;

reset role;
