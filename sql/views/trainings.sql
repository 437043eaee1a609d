-- Training, who was there, and stars as they are shown. How many were there: as far as the caller reads it, a firm its own people.
set role wuye_owner;

drop view if exists training_cards, training_attendance_cards, star_rating_cards cascade;
create view training_cards with (security_invoker = true) as
select t.id, t.street_code, t.title, t.subject, to_json(t.audience) as audience, t.held_on, t.hours, t.place, t.organiser, n.people as attended, n.firms, t.others, t.withdrawn_reason, t.version,
    t.created_at, t.updated_at
from trainings t
cross join lateral (
    select count(*) as people, count(distinct a.firm_id) as firms
    from training_attendance a
    where a.district_code = t.district_code and a.training_id = t.id and a.hours > 0) n;
revoke all on training_cards from wuye_member;
grant select on training_cards to wuye_district, wuye_street, wuye_community, wuye_company;

create view training_attendance_cards with (security_invoker = true) as
select a.id, t.id as "training.id", t.title as "training.title", t.subject as "training.subject", t.held_on as "training.held_on", s.id as "staff.id", s.name as "staff.name",
    f.id as "firm.id", f.name as "firm.name", a.hours, a.recorded_at, a.hours > 0 and t.withdrawn_reason is null as held
from training_attendance a
join trainings t on t.district_code = a.district_code and t.id = a.training_id
left join staff s on s.district_code = a.district_code and s.id = a.staff_id
left join firms f on f.district_code = a.district_code and f.id = a.firm_id;
revoke all on training_attendance_cards from wuye_member;
grant select on training_attendance_cards to wuye_district, wuye_street, wuye_community, wuye_company;

-- Why, and who proposed, is for authorities.
create view star_rating_cards with (security_invoker = true) as
select r.id, r.district_code, r.kind, r.subject_kind, r.subject_id, r.name, r.street_code, r.community_code, r.stars, r.state, case when w.closely then r.grounds end as grounds,
    case when w.closely then r.proposed_role end as proposed_role, case when w.closely then r.decision end as decision, r.granted_on, r.ended_on, case when w.closely then r.end_reason end as end_reason,
    r.version, r.created_at, r.updated_at
from star_ratings r
cross join lateral (select current_user in ('wuye_district', 'wuye_street', 'wuye_community') as closely) w;
revoke all on star_rating_cards from wuye_member;
grant select on star_rating_cards to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public;

create or replace function training_card(training uuid) returns setof training_cards language sql volatile as $$
    select c.* from training_cards c where c.id = training
$$;
create or replace function star_rating_card(rating uuid) returns setof star_rating_cards language sql volatile as $$
    select c.* from star_rating_cards c where c.id = rating
$$;
grant execute on function training_card(uuid) to wuye_district, wuye_street;
grant execute on function star_rating_card(uuid) to wuye_district, wuye_street, wuye_community;

reset role;
