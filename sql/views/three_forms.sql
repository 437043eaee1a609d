-- A three-form set with its answers, and the duties around it that were not done.
set role wuye_owner;

drop view if exists three_form_cards cascade;
create view three_form_cards with (security_invoker = true) as
select f.id, e.id as "estate.id", e.code as "estate.code", e.name as "estate.name", m.id as "firm.id", m.name as "firm.name", f.street_code, f.community_code, f.category,
    f.record_no, f.found_at, f.place, f.offender, f.facts, to_json(f.evidence) as evidence, f.state, f.notice_no, f.noticed_at, f.notice, f.rectify_by, f.failed_at, f.settled_at,
    f.report_no, f.reported_at, f.report,
    (select coalesce(json_agg(json_build_object('unit', u.unit, 'on_site_due', u.on_site_due, 'on_site_at', u.on_site_at, 'result', u.result, 'note', u.note,
                                                'answered_at', u.answered_at, 'late', coalesce(coalesce(u.on_site_at, now()) >= u.on_site_due, false)) order by u.unit), '[]')
     from three_form_units u where u.district_code = f.district_code and u.three_form_id = f.id) as units,
    f.version, f.created_at, f.updated_at
from three_forms f
join estates e on e.district_code = f.district_code and e.id = f.estate_id
join firms m on m.district_code = f.district_code and m.id = f.firm_id;
grant select on three_form_cards to wuye_district, wuye_street, wuye_community, wuye_company;

create function three_form_card(form uuid) returns setof three_form_cards language sql volatile as $$
    select f.* from three_form_cards f where f.id = form
$$;

-- Duties that were not done, by the numbers in force when each began: a dissuasion that failed and was not reported (K17), or whose outcome nobody wrote down; a report
-- to which a unit did not come (K16). For those who supervise, not for the firm.
drop view if exists three_form_breaches cascade;
create view three_form_breaches with (security_invoker = true) as
with judged as (
    select f.*, duty_due('dissuasion_report', '*', f.failed_at) as report_due, (f.rectify_by + 1)::timestamp at time zone 'Asia/Shanghai' as outcome_due
    from three_forms f
), found as (
    select f.district_code, f.id, null::text as unit, case when f.reported_at is null then 'not_reported' else 'reported_late' end as kind,
        f.failed_at as since, f.report_due as due_at, f.reported_at as done_at
    from judged f
    where f.failed_at is not null and coalesce(f.reported_at, f.settled_at, now()) >= f.report_due
    union all
    select f.district_code, f.id, null, 'no_outcome', f.noticed_at, f.outcome_due, null
    from judged f
    where f.state = 'noticed' and now() >= f.outcome_due
    union all
    select u.district_code, u.three_form_id, u.unit, case when u.on_site_at is null then 'not_on_site' else 'on_site_late' end, f.reported_at, u.on_site_due, u.on_site_at
    from three_form_units u join three_forms f on f.district_code = u.district_code and f.id = u.three_form_id
    where coalesce(u.on_site_at, now()) >= u.on_site_due
)
select b.kind || ':' || b.id || coalesce(':' || b.unit, '') as key, b.kind, b.id as three_form_id, f.record_no, e.id as "estate.id", e.code as "estate.code", e.name as "estate.name",
    m.id as "firm.id", m.name as "firm.name", f.street_code, f.community_code, f.category, b.unit,
    case when b.kind in ('not_reported', 'reported_late') then 'FIRM-14' end as violation_code, b.since, b.due_at, b.done_at
from found b
join three_forms f on f.district_code = b.district_code and f.id = b.id
join estates e on e.district_code = f.district_code and e.id = f.estate_id
join firms m on m.district_code = f.district_code and m.id = f.firm_id;
grant select on three_form_breaches to wuye_district, wuye_street;
grant execute on function three_form_card(uuid) to wuye_district, wuye_street, wuye_community, wuye_company;

reset role;
