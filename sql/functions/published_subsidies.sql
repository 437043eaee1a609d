-- What the district paid to streets in a quarter, as everybody reads it: by street and class, in groups from which nobody learns what one estate got.
--
-- What was paid on a day is paid: payments never change, and what was wrong is put right by a later one. So a quarter that is over stays as it is, and two readings of it tell no more than one.
-- (It is told from its second day after, for a payment written in the last second may be committed a moment later.) An estate counts once in a quarter, where its last line puts it,
-- so the groups of a quarter have no estate in common. What streets then paid to firms is not told beside it: those are the same estates but for a few, and who takes one group from the other
-- would have the few.
--
-- A group of fewer estates than `subsidy_public_least` is not told, nor whether it is small or empty. What was paid in all small groups together is told as the rest only where it leaves every one
-- of them open, to a reader who knows this rule and even which of the groups are empty: there are at least two, the rest has as many estates as any group that is told, and neither must
-- each of the small groups be of one estate (rest = groups), nor each as large as a small one can be (rest = groups × (least − 1)). There are no other sums: not by street, not by class,
-- not of a year; who adds up what is told gets what is told.
set role wuye_owner;

drop function if exists published_subsidies(text, date, date);
create or replace function published_subsidies(wanted_district text, first date, before date)
returns table (district_code text, quarter date, street_code text, class text, rest boolean, estates bigint, amount numeric)
language sql stable security definer set search_path = public, pg_temp as $$
    with moved as (
        select p.district_code, date_trunc('quarter', p.paid_at at time zone 'Asia/Shanghai')::date as quarter, l.estate_id, l.street_code, coalesce(l.class, '') as class, l.amount,
            (p.paid_at, l.run_id, l.number) as nth
        from subsidy_run_streets p
        join subsidy_run_lines l on l.district_code = p.district_code and l.run_id = p.run_id and l.street_code = p.street_code
        where p.paid_at >= first::timestamp at time zone 'Asia/Shanghai' and p.paid_at < before::timestamp at time zone 'Asia/Shanghai'
          and (wanted_district is null or p.district_code = wanted_district) and (current_district() is null or p.district_code = current_district())
          and l.amount <> 0
    ), placed as (
        select m.district_code, m.quarter, m.estate_id, sum(m.amount) as amount, (array_agg(m.street_code order by m.nth desc))[1] as street_code,
            (array_agg(m.class order by m.class = '', m.nth desc))[1] as class -- what is only given back has no class, and stays with what it was given for
        from moved m group by 1, 2, 3
    ), grouped as (
        select p.district_code, p.quarter, p.street_code, p.class, count(*) as estates, sum(p.amount) as amount from placed p group by 1, 2, 3, 4
    ), judged as (
        select g.*, r.least, g.estates < r.least as small
        from grouped g
        cross join lateral (select coalesce(max(trunc(r.value)), 3) as least from rule_at('subsidy_public_least', '*', (g.quarter + interval '3 months')::date - 1, g.district_code) r) r
    )
    select j.district_code, j.quarter, j.street_code, j.class, false, j.estates, j.amount from judged j where not j.small
    union all
    select j.district_code, j.quarter, null, null, true, sum(j.estates)::bigint, sum(j.amount)
    from judged j where j.small
    group by j.district_code, j.quarter, j.least
    having count(*) >= 2 and sum(j.estates) >= j.least and sum(j.estates) > count(*) and sum(j.estates) < count(*) * (j.least - 1)
$$;
revoke all on function published_subsidies(text, date, date) from public;
grant execute on function published_subsidies(text, date, date) to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public;

-- What a class is called: as the newest published scheme says that has it.
create or replace function subsidy_class_title(district text, wanted text) returns table (zh text, en text)
language sql stable security definer set search_path = public, pg_temp rows 1 as $$
    select c.value ->> 'title_zh', c.value ->> 'title_en'
    from subsidy_schemes s
    cross join lateral jsonb_array_elements(s.document -> 'classes') c
    where s.district_code in (district, '*') and s.state in ('published', 'given') and c.value ->> 'code' = wanted
    order by s.district_code = '*', s.effective_from desc, s.id desc
    limit 1
$$;
revoke all on function subsidy_class_title(text, text) from public;
grant execute on function subsidy_class_title(text, text) to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public;

reset role;
