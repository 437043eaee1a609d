-- What confirmed assessments come to: the mean of their percentages, exact, and only then rounded half up to two places.
set role wuye_owner;

-- Of the maxima of all that are meant together, so that their mean is one fraction.
create or replace aggregate assessment_lcm(numeric) (sfunc = lcm, stype = numeric, initcond = '1', parallel = safe, combinefunc = lcm);

-- Points of several maxima as points of their multiple.
create or replace function assessment_points(points numeric[], most numeric[], lcm numeric) returns numeric language sql immutable parallel safe as $$
    select sum(p.points * div(lcm, p.most)) from unnest(points, most) p (points, most)
$$;

-- Points of the most that there could be, both whole, in percent.
create or replace function assessment_percent(points numeric, most numeric) returns numeric language sql immutable parallel safe as $$
    select (div(20000 * points + most, 2 * most) / 100)::numeric(7,2)
$$;

-- An assessment belongs to the period in which its last day (period_to) lies, first and last day included, whenever it was confirmed. It counts as long as it stands confirmed.
-- Kinds: any of evaluation_kind. estate null: whatever the firm was assessed for, each assessment weighing the same. A kind without a confirmed one has no row.
create or replace function assessment_scores(firm uuid, estate uuid, kinds text[], first date, last date) returns table (kind text, score numeric, assessed integer)
language sql stable parallel safe as $$
    with meant as (
        select e.kind, sum(e.score * 100) as points, e.score_max * 100 as most, count(*) as assessed
        from evaluations e
        where e.district_code = (select current_district()) and e.state = 'confirmed' and e.firm_id = assessment_scores.firm
          and (assessment_scores.estate is null or e.estate_id = assessment_scores.estate) and e.kind = any (assessment_scores.kinds)
          and e.period_to between assessment_scores.first and assessment_scores.last
        group by e.kind, e.score_max
    ), whole as (
        select m.kind, assessment_lcm(m.most) as lcm, array_agg(m.points) as points, array_agg(m.most) as most, sum(m.assessed) as assessed
        from meant m
        group by m.kind
    )
    select w.kind, assessment_percent(assessment_points(w.points, w.most, w.lcm), w.lcm * w.assessed), w.assessed::integer
    from whole w
$$;

-- For every firm and estate with a confirmed assessment that belongs to the month (of any of its days): kind 'monthly' where there is a monthly one, and the mean of these (of several
-- assessors, or of a firm that came back); else 'daily', and the mean of its daily ones. Of a month in which the firm changed each firm has its own.
create or replace function assessment_month_kinds(month date) returns table (estate_id uuid, firm_id uuid, kind text, score numeric, assessed integer)
language sql stable parallel safe as $$
    with meant as (
        select e.estate_id, e.firm_id, e.kind, sum(e.score * 100) as points, e.score_max * 100 as most, count(*) as assessed
        from evaluations e
        where e.district_code = (select current_district()) and e.state = 'confirmed' and e.kind in ('daily', 'monthly') and e.estate_id is not null
          and e.period_to >= date_trunc('month', assessment_month_kinds.month::timestamp)::date
          and e.period_to < (date_trunc('month', assessment_month_kinds.month::timestamp) + interval '1 month')::date
        group by e.estate_id, e.firm_id, e.kind, e.score_max
    ), chosen as (
        -- 'monthly' sorts after 'daily'.
        select m.*, max(m.kind) over (partition by m.estate_id, m.firm_id) as counts from meant m
    ), whole as (
        select c.estate_id, c.firm_id, c.kind, assessment_lcm(c.most) as lcm, array_agg(c.points) as points, array_agg(c.most) as most, sum(c.assessed) as assessed
        from chosen c
        where c.kind = c.counts
        group by c.estate_id, c.firm_id, c.kind
    )
    select w.estate_id, w.firm_id, w.kind, assessment_percent(assessment_points(w.points, w.most, w.lcm), w.lcm * w.assessed), w.assessed::integer
    from whole w
$$;

-- The same without the kind: percent 0–100 with two places.
create or replace function assessment_month_scores(month date) returns table (estate_id uuid, firm_id uuid, score numeric, assessed integer)
language sql stable parallel safe as $$
    select k.estate_id, k.firm_id, k.score, k.assessed from assessment_month_kinds(assessment_month_scores.month) k
$$;

grant execute on function assessment_lcm(numeric), assessment_points(numeric[], numeric[], numeric), assessment_percent(numeric, numeric),
    assessment_scores(uuid, uuid, text[], date, date), assessment_month_kinds(date), assessment_month_scores(date) to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform;

reset role;
