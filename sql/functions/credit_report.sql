-- The score of a firm at each of the last 24 ends of a month and on the day itself, each by the rulebook of its day and as it was known then. Days on which the firm
-- was not in the register, or no rulebook was in force, are left out.
set role wuye_owner;

create or replace function credit_report_history(firm uuid, day date) returns table (on_day date, total numeric, grade text, rulebook_id uuid) language sql stable parallel safe as $$
    select d.of_day, s.total, s.grade, b.id
    from (
        select (date_trunc('month', credit_report_history.day) - m * interval '1 month')::date - 1 as of_day from generate_series(0, 23) m
        union
        select credit_report_history.day
    ) d
    cross join lateral credit_rulebook_on(d.of_day) b
    cross join lateral credit_scores(b.document, 'firm', d.of_day, credit_known_at(d.of_day), array[credit_report_history.firm]) s
    where exists (select from firms_at(d.of_day) f where f.district_code = (select current_district()) and f.id = credit_report_history.firm)
$$;
grant execute on function credit_report_history(uuid, date) to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform;

reset role;
