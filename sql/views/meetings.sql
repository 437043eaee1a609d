-- A meeting and a decision as they are shown.
set role wuye_owner;

drop view if exists meeting_cards, meeting_decision_cards cascade;
create view meeting_cards with (security_invoker = true) as
select m.id, m.kind, m.street_code, (select d.name from divisions d where d.code = m.street_code) as street_name, m.campaign_id, m.title, m.held_on, m.place, m.convener, m.convener_title, m.agenda,
    m.participants, to_json(m.street_codes) as street_codes, to_json(m.community_codes) as community_codes, m.minutes,
    (select coalesce(json_agg(i.issue_id order by i.issue_id), '[]') from meeting_issues i where i.district_code = m.district_code and i.meeting_id = m.id) as issue_ids,
    (select count(*) from meeting_decisions d where d.district_code = m.district_code and d.meeting_id = m.id) as decisions,
    (select count(*) from meeting_decisions d where d.district_code = m.district_code and d.meeting_id = m.id and d.state = 'open') as open_decisions,
    m.state, m.withdrawn_reason, m.version, m.created_at, m.updated_at
from meetings m;
revoke all on meeting_cards from wuye_member;
grant select on meeting_cards to wuye_district, wuye_street, wuye_community;

create view meeting_decision_cards with (security_invoker = true) as
select d.id, d.number, m.id as "meeting.id", m.kind as "meeting.kind", m.title as "meeting.title", m.held_on as "meeting.held_on", m.street_code, d.decision, d.responsible_kind, d.responsible,
    d.firm_id, d.person, d.due_on,
    (select coalesce(json_agg(i.issue_id order by i.issue_id), '[]') from meeting_decision_issues i where i.district_code = d.district_code and i.decision_id = d.id) as issue_ids,
    d.state, d.ended_on, d.outcome, d.version, d.created_at, d.updated_at
from meeting_decisions d
join meetings m on m.district_code = d.district_code and m.id = d.meeting_id;
revoke all on meeting_decision_cards from wuye_member;
grant select on meeting_decision_cards to wuye_district, wuye_street, wuye_community;

-- After what the same statement wrote: volatile, so that they see that.
create function meeting_card(meeting uuid) returns setof meeting_cards language sql volatile as $$
    select c.* from meeting_cards c where c.id = meeting
$$;
create function meeting_decision_card(wanted uuid) returns setof meeting_decision_cards language sql volatile as $$
    select c.* from meeting_decision_cards c where c.id = wanted
$$;
grant execute on function meeting_card(uuid), meeting_decision_card(uuid) to wuye_district, wuye_street;

reset role;
