-- Motions, objections and applications for the maintenance fund as they are answered.
set role wuye_owner;

drop view if exists motion_cards cascade;
create view motion_cards with (security_invoker = true) as
select m.id, m.district_code, json_build_object('id', m.estate_id, 'code', m.estate_code, 'name', m.estate_name) as estate, m.street_code, m.community_code, m.convener, m.matter, m.title, m.text, m.secret,
    m.contract_id, m.state, m.notified_on, m.opens_on, m.closes_on,
    m.quorum_part as "rule.quorum_part", m.quorum_of as "rule.quorum_of", m.quorum_over as "rule.quorum_over", m.consent_part as "rule.consent_part", m.consent_of as "rule.consent_of",
    m.consent_over as "rule.consent_over", m.heads as "electorate.heads", m.area_m2 as "electorate.area_m2", m.electorate_hash as "electorate.hash",
    m.closed_on, m.publicity_until,
    m.for_heads as "result.for_heads", m.for_area_m2 as "result.for_area_m2", m.against_heads as "result.against_heads", m.against_area_m2 as "result.against_area_m2",
    m.abstain_heads as "result.abstain_heads", m.abstain_area_m2 as "result.abstain_area_m2", m.quorate as "result.quorate", m.passed as "result.passed",
    m.ballots_hash as "result.ballots_hash", m.chain_head as "result.chain_head",
    m.effective_on, m.ended_reason, m.version, m.created_at, m.updated_at
from motions m;
revoke all on motion_cards from wuye_member;
grant select on motion_cards to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public;
-- After what the same statement wrote: volatile, so that it sees that.
create function motion_card(motion uuid) returns setof motion_cards language sql volatile as $$
    select c.* from motion_cards c where c.id = motion
$$;
grant execute on function motion_card(uuid) to wuye_district, wuye_street, wuye_community;

drop view if exists vote_objection_cards cascade;
create view vote_objection_cards with (security_invoker = true) as
select o.id, o.motion_id, o.text, o.raised_on, o.state, o.answer, o.decided_at, o.version, o.updated_at from vote_objections o;
revoke all on vote_objection_cards from wuye_member;
grant select on vote_objection_cards to wuye_district, wuye_street, wuye_community;
create function vote_objection_card(objection uuid) returns setof vote_objection_cards language sql volatile as $$
    select c.* from vote_objection_cards c where c.id = objection
$$;
grant execute on function vote_objection_card(uuid) to wuye_district, wuye_street, wuye_community;

drop view if exists maintenance_application_cards cascade;
create view maintenance_application_cards with (security_invoker = true) as
select a.id, a.estate_id, a.street_code, a.community_code, a.applicant, a.item, a.motion_id, a.title, a.reason, a.estimate, a.state, a.proposed_at, a.decided_at, a.decision, a.started_on, a.closed_on,
    a.used, a.outcome, a.version, a.updated_at
from maintenance_applications a;
revoke all on maintenance_application_cards from wuye_member;
grant select on maintenance_application_cards to wuye_district, wuye_street, wuye_community;
create function maintenance_application_card(application uuid) returns setof maintenance_application_cards language sql volatile as $$
    select c.* from maintenance_application_cards c where c.id = application
$$;
grant execute on function maintenance_application_card(uuid) to wuye_district, wuye_street, wuye_community;

reset role;
