-- Mediation bodies, mediators and cases as they are shown.
set role wuye_owner;

drop view if exists mediation_body_cards, mediator_cards, mediation_case_cards, mediation_step_cards cascade;
create view mediation_body_cards with (security_invoker = true) as
select b.id, b.kind, b.street_code, b.name, b.funding, b.venue, b.phone, n.full_time as full_time_mediators, n.part_time as part_time_mediators,
    m.missing = '{}' as complete, to_json(m.missing) as missing, b.established_on, b.closed_on, b.close_reason, b.version, b.created_at, b.updated_at
from mediation_bodies b
cross join lateral (select (now() at time zone 'Asia/Shanghai')::date as day) d
cross join lateral (select mediation_body_missing(b, d.day) as missing) m
cross join lateral (
    select count(*) filter (where p.full_time) as full_time, count(*) filter (where not p.full_time) as part_time
    from mediators p
    where p.district_code = b.district_code and p.body_id = b.id and p.valid_from <= d.day and coalesce(p.valid_to > d.day, true)) n;
revoke all on mediation_body_cards from wuye_member;
grant select on mediation_body_cards to wuye_district, wuye_street, wuye_community, wuye_company;

create view mediator_cards with (security_invoker = true) as
select m.id, b.id as "body.id", b.name as "body.name", m.name, m.full_time, m.qualification, m.valid_from, m.valid_to, m.end_reason, m.version, m.created_at, m.updated_at
from mediators m
join mediation_bodies b on b.district_code = m.district_code and b.id = m.body_id;
revoke all on mediator_cards from wuye_member;
grant select on mediator_cards to wuye_district, wuye_street, wuye_community;

-- The complaint is told to whoever sees it.
create view mediation_case_cards with (security_invoker = true) as
select c.id, e.id as "estate.id", e.code as "estate.code", e.name as "estate.name", c.street_code, c.community_code,
    (select o.id from complaints o where o.district_code = c.district_code and o.id = c.complaint_id) as complaint_id, c.kind, c.title, c.applicant_kind, c.applicant, c.respondent_kind, c.respondent,
    f.id as "firm.id", f.name as "firm.name", c.households, c.arose_on, c.overdue_from, coalesce(mediation_late(c.overdue_from, c.solved_at, c.state), false) as overdue,
    c.tier, b.id as "body.id", b.name as "body.name", c.state, c.referred_to, c.case_no, c.outcome, c.agreement_no, c.solved_at, c.sessions, c.steps, c.created_role, c.version, c.created_at, c.updated_at
from mediation_cases c
left join estates e on e.district_code = c.district_code and e.id = c.estate_id
left join firms f on f.district_code = c.district_code and f.id = c.firm_id
left join mediation_bodies b on b.district_code = c.district_code and b.id = c.body_id;
revoke all on mediation_case_cards from wuye_member;
grant select on mediation_case_cards to wuye_district, wuye_street, wuye_community;

create view mediation_step_cards with (security_invoker = true) as
select s.id, s.case_id, s.number, s.action, s.occurred_on, s.from_state, s.to_state, s.tier, b.id as "body.id", b.name as "body.name", m.id as "mediator.id", m.name as "mediator.name", s.note,
    s.agreement_no, s.referred_to, s.case_no, s.outcome, s.recorded_role, s.recorded_at
from mediation_steps s
left join mediation_bodies b on b.district_code = s.district_code and b.id = s.body_id
left join mediators m on m.district_code = s.district_code and m.id = s.mediator_id;
revoke all on mediation_step_cards from wuye_member;
grant select on mediation_step_cards to wuye_district, wuye_street, wuye_community;

-- After what the same statement wrote: volatile, so that they see that.
create or replace function mediation_body_card(body uuid) returns setof mediation_body_cards language sql volatile as $$
    select c.* from mediation_body_cards c where c.id = body
$$;
create or replace function mediator_card(mediator uuid) returns setof mediator_cards language sql volatile as $$
    select c.* from mediator_cards c where c.id = mediator
$$;
create or replace function mediation_case_card(dispute uuid) returns setof mediation_case_cards language sql volatile as $$
    select c.* from mediation_case_cards c where c.id = dispute
$$;
create or replace function mediation_step_card(step uuid) returns setof mediation_step_cards language sql volatile as $$
    select c.* from mediation_step_cards c where c.id = step
$$;
grant execute on function mediation_body_card(uuid), mediator_card(uuid) to wuye_district, wuye_street;
grant execute on function mediation_case_card(uuid), mediation_step_card(uuid) to wuye_district, wuye_street, wuye_community;

reset role;
