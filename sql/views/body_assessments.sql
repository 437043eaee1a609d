-- Assessments of streets and departments, their lines, objections to them, and notices of criticism, as they are answered.
set role wuye_owner;

drop view if exists body_assessment_cards cascade;
create view body_assessment_cards with (security_invoker = true) as
select a.id, a.scheme_id, a.scheme_code, a.scheme_number, a.cycle, a.period, a.first_day, a.next_day, a.body_kind, a.public, a.revision, a.corrects, a.reason, a.state, a.counted_at, a.inputs_hash,
    (select count(*) from body_assessment_results r where r.district_code = a.district_code and r.assessment_id = a.id) as bodies,
    (select count(*) from body_assessment_lines l where l.district_code = a.district_code and l.assessment_id = a.id and l.points is null and not l.left_out) as lines_missing,
    (select count(*) from body_assessment_objections o where o.district_code = a.district_code and o.assessment_id = a.id and o.state = 'raised') as objections_open,
    a.completed_at, a.published_at, a.withdrawn_at, a.withdrawn_reason, a.version, a.created_at, a.updated_at
from body_assessments a;
grant select on body_assessment_cards to wuye_district, wuye_street;

create function body_assessment_card(assessment uuid) returns setof body_assessment_cards language sql volatile as $$
    select c.* from body_assessment_cards c where c.id = assessment
$$;

drop view if exists body_assessment_line_cards cascade;
create view body_assessment_line_cards with (security_invoker = true) as
select l.district_code, l.assessment_id, l.position, l.body_code, r.body_name, l.item_code, i.value ->> 'title_zh' as item_zh, i.value ->> 'title_en' as item_en, l.kind, l.measure, l.full_points,
    l.numerator, l.denominator, l.value, l.inputs, l.counted_points, l.points, l.left_out,
    (select coalesce(json_agg(json_build_object('source', j.source, 'unit', j.unit, 'score', j.score::text, 'reason', j.reason, 'judged_at', j.judged_at) order by j.source), '[]')
     from body_assessment_judgements j
     where j.district_code = l.district_code and j.assessment_id = l.assessment_id and j.body_code = l.body_code and j.item_code = l.item_code and not j.replaced) as judgements
from body_assessment_lines l
join body_assessments a on a.district_code = l.district_code and a.id = l.assessment_id
join body_assessment_results r on r.district_code = l.district_code and r.assessment_id = l.assessment_id and r.body_code = l.body_code
cross join lateral (select t.value from jsonb_array_elements(a.terms -> 'items') t where t.value ->> 'code' = l.item_code limit 1) i;
grant select on body_assessment_line_cards to wuye_district, wuye_street;

create function body_assessment_line_card(assessment uuid, body text, item text) returns setof body_assessment_line_cards language sql volatile as $$
    select c.* from body_assessment_line_cards c where c.assessment_id = assessment and c.body_code = body and c.item_code = item
$$;

drop view if exists body_objection_cards cascade;
create view body_objection_cards with (security_invoker = true) as
select o.id, o.assessment_id, a.cycle, a.period, o.body_code, r.body_name, o.item_code, o.grounds, o.state, o.answer, o.points, o.raised_role, o.raised_at, o.answered_at, o.version
from body_assessment_objections o
join body_assessments a on a.district_code = o.district_code and a.id = o.assessment_id
join body_assessment_results r on r.district_code = o.district_code and r.assessment_id = o.assessment_id and r.body_code = o.body_code;
grant select on body_objection_cards to wuye_district, wuye_street;

create function body_objection_card(objection uuid) returns setof body_objection_cards language sql volatile as $$
    select c.* from body_objection_cards c where c.id = objection
$$;

drop view if exists criticism_notice_cards cascade;
create view criticism_notice_cards with (security_invoker = true) as
select n.id, n.body_kind, n.body_code, n.body_name, n.cause, n.assessment_id, n.facts, n.answer_by, n.state, n.notice_no, n.issued_on, n.decision, n.answer, n.proposed_at, n.decided_at,
    n.answered_at, coalesce(n.state = 'issued' and n.answer_by < (now() at time zone 'Asia/Shanghai')::date, false) as overdue, n.version, n.updated_at
from criticism_notices n;
grant select on criticism_notice_cards to wuye_district, wuye_street;

create function criticism_notice_card(notice uuid) returns setof criticism_notice_cards language sql volatile as $$
    select c.* from criticism_notice_cards c where c.id = notice
$$;
grant execute on function body_assessment_card(uuid), body_assessment_line_card(uuid, text, text), body_objection_card(uuid), criticism_notice_card(uuid) to wuye_district, wuye_street;

reset role;
