-- What is kept of owners' committees' life, as it is shown; and what anybody reads of them, which names no person.
set role wuye_owner;

drop view if exists committee_step_cards, committee_candidate_cards, committee_decision_cards, committee_review_cards, committee_audit_cards, committee_account_cards,
    published_committee_announcements, published_committees cascade;
create view committee_step_cards with (security_invoker = true) as
select s.id, s.subject, s.committee_id, s.member_id, s.decision_id, s.action, s.from_state, s.to_state, s.day, s.due_on, s.item_code, i.zh as item_zh, i.en as item_en, s.reason, s.document,
    s.place, s.term_from, s.term_to, to_json(s.re_elected) as re_elected, s.made_role, s.created_at
from committee_steps s
left join committee_negative_items i on i.district_code in (s.district_code, '*') and i.id = s.item_id;

create view committee_candidate_cards with (security_invoker = true) as
select c.id, e.id as "estate.id", e.code as "estate.code", e.name as "estate.name", e.street_code, e.community_code, c.name, c.position_sought, c.party_member, c.recommended_by,
    to_json(c.departments) as departments,
    (select coalesce(json_agg(json_build_object('department', o.department, 'verdict', o.verdict, 'item_code', o.item_code, 'reason', o.reason, 'given_on', o.given_on) order by o.department), '[]')
     from committee_opinions o where o.district_code = c.district_code and o.candidate_id = c.id) as opinions,
    c.state, c.concluded_at, c.withdrawn_because, c.created_at, c.updated_at
from committee_candidates c
join estates e on e.district_code = c.district_code and e.id = c.estate_id;

create view committee_decision_cards with (security_invoker = true) as
select d.id, d.committee_id, e.id as "estate.id", e.code as "estate.code", e.name as "estate.name", e.street_code, e.community_code, d.title, d.content, d.document, d.decided_on, d.state, d.due_on,
    d.announced_on, d.withdrawn_at, d.withdrawn_because, d.version, d.created_at, d.updated_at
from committee_decisions d
join estates e on e.district_code = d.district_code and e.id = d.estate_id;

create view committee_review_cards with (security_invoker = true) as
select r.id, r.committee_id, r.held_on, r.representatives, r.satisfied, r.acceptable, r.unsatisfied, r.satisfied_percent, r.required_percent, r.result, r.document, r.note, r.withdrawn_at, r.withdrawn_because, r.created_at
from committee_reviews r;

create view committee_audit_cards with (security_invoker = true) as
select a.id, a.committee_id, e.id as "estate.id", e.code as "estate.code", e.name as "estate.name", e.street_code, e.community_code, a.kind, a.election_id, a.member_id, a.reason, a.auditor,
    a.commissioned_on, a.reported_on, a.opinion, a.findings, a.document, a.withdrawn_at, a.withdrawn_because, a.created_at, a.updated_at
from committee_audits a
join estates e on e.district_code = a.district_code and e.id = a.estate_id;

create view committee_account_cards with (security_invoker = true) as
select a.id, a.committee_id, a.bank, a.last4, a.managed_with, a.bookkeeper, a.opened_on, a.closed_on, a.close_reason, a.created_at, a.updated_at
from committee_accounts a;
grant select on committee_step_cards, committee_candidate_cards, committee_decision_cards, committee_review_cards, committee_audit_cards, committee_account_cards
    to wuye_district, wuye_street, wuye_community;

-- J10. Without a token those of every district, with one those of the caller's.
create view published_committee_announcements as
select a.id, a.district_code, a.committee_id, e.id as "estate.id", e.code as "estate.code", e.name as "estate.name", e.street_code, e.community_code, a.kind, a.title, a.content, a.fund_source,
    a.fund_use, a.amount, a.place, a.announced_on, a.created_at
from committee_announcements a
join estates e on e.district_code = a.district_code and e.id = a.estate_id
where a.withdrawn_at is null and ((select current_district()) is null or a.district_code = (select current_district()));

create view published_committees as
select c.id, c.district_code, e.id as "estate.id", e.code as "estate.code", e.name as "estate.name", e.street_code, e.community_code, c.kind, c.status, c.established_on, c.term_from, c.term_to
from owners_committees c
join estates e on e.district_code = c.district_code and e.id = c.estate_id
where c.dissolved_on is null and (current_district() is null or c.district_code = current_district());
revoke all on published_committee_announcements, published_committees from public;
grant select on published_committee_announcements, published_committees to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public;

-- After what the same statement wrote: volatile, so that they see that.
create or replace function committee_step_card(wanted uuid) returns setof committee_step_cards language sql volatile as $$
    select c.* from committee_step_cards c where c.id = wanted
$$;
create or replace function committee_candidate_card(wanted uuid) returns setof committee_candidate_cards language sql volatile as $$
    select c.* from committee_candidate_cards c where c.id = wanted
$$;
create or replace function committee_member_card(wanted uuid) returns setof committee_members language sql volatile as $$
    select m.* from committee_members m where m.district_code = (select current_district()) and m.id = wanted
$$;
create or replace function committee_decision_card(wanted uuid) returns setof committee_decision_cards language sql volatile as $$
    select c.* from committee_decision_cards c where c.id = wanted
$$;
create or replace function committee_review_card(wanted uuid) returns setof committee_review_cards language sql volatile as $$
    select c.* from committee_review_cards c where c.id = wanted
$$;
create or replace function committee_audit_card(wanted uuid) returns setof committee_audit_cards language sql volatile as $$
    select c.* from committee_audit_cards c where c.id = wanted
$$;
create or replace function committee_account_card(wanted uuid) returns setof committee_account_cards language sql volatile as $$
    select c.* from committee_account_cards c where c.id = wanted
$$;
create or replace function committee_announcement_card(wanted uuid) returns setof published_committee_announcements language sql volatile as $$
    select c.* from published_committee_announcements c where c.id = wanted
$$;
create or replace function committee_negative_item_card(wanted uuid)
returns table (id uuid, common boolean, purpose text, code text, zh text, en text, applies boolean, basis text, effective_from date, effective_to date, created_at timestamptz)
language sql volatile as $$
    select i.id, i.district_code = '*', i.purpose, i.code, i.zh, i.en, i.applies, i.basis, i.effective_from, i.effective_to, i.created_at from committee_negative_items i where i.id = wanted
$$;

-- What is missing in the committees' life on a day, of the caller's area (B03, B04, K02, K04–K07): a row for each estate, committee, member, decision or election it is missing of.
-- due_on: by when it should have been there; null: no day is set for it. kinds: of these alone; null: all. Found once, whatever it is joined to.
create or replace function committee_gaps(on_day date, kinds text[]) returns table (key text, kind text, estate_id uuid, committee_id uuid, subject_id uuid, due_on date) language sql stable parallel safe as $$
    with rules as materialized (
        select (select r.value from rule_at('committee_review_months', '*', on_day) r)::integer as review_months, (select r.value from rule_at('committee_audit_days', '*', on_day) r)::integer as audit_days,
            (select r.value from rule_at('committee_term_notice_days', '*', on_day) r)::integer as notice_days,
            (select r.value from rule_at('committee_party_percent', '*', on_day) r) as party_percent
    ), standing as materialized (
        select c.* from owners_committees c where c.district_code = (select current_district()) and c.established_on <= on_day and coalesce(c.dissolved_on > on_day, true)
    ), reviewed as materialized (
        select c.*, v.id as review_id, v.held_on, v.result
        from standing c
        left join lateral (select v.id, v.held_on, v.result from committee_reviews v
            where v.district_code = c.district_code and v.committee_id = c.id and v.held_on <= on_day and v.withdrawn_at is null order by v.held_on desc limit 1) v on true
    ), gaps as materialized (
        select 'no_body' as kind, e.id as estate_id, null::uuid as committee_id, e.id as subject_id, null::date as due_on
        from estates e
        where (kinds is null or 'no_body' = any(kinds)) and e.district_code = (select current_district()) and not exists (
            select from owners_committees c where c.district_code = e.district_code and c.estate_id = e.id and c.established_on <= on_day and coalesce(c.dissolved_on > on_day, true))
        union all
        select case when c.term_to <= on_day then 'term_over' else 'term_ending' end, c.estate_id, c.id, c.id, c.term_to
        from standing c cross join rules r
        where c.term_to <= on_day or c.term_to <= on_day + r.notice_days and c.status <> 're_election'
        union all
        select 'rectification_overdue', c.estate_id, c.id, c.id, c.rectify_by from standing c where c.rectify_by < on_day
        union all
        select 'party_short', c.estate_id, c.id, c.id, null from standing c
        cross join rules r
        left join committee_members_counted(on_day) m on m.committee_id = c.id
        where (kinds is null or 'party_short' = any(kinds)) and c.kind = 'owners_committee'
          and committee_party_share(c.member_count, c.party_member_count, m.members, m.party_members) < r.party_percent
        union all
        select 'review_missing', c.estate_id, c.id, c.id, (greatest(c.established_on, c.held_on) + make_interval(months => r.review_months))::date
        from reviewed c
        cross join rules r
        where (kinds is null or 'review_missing' = any(kinds)) and c.kind = 'owners_committee' and greatest(c.established_on, c.held_on) + make_interval(months => r.review_months) < on_day
        union all
        select 'review_failed', c.estate_id, c.id, c.review_id, null
        from reviewed c
        where (kinds is null or 'review_failed' = any(kinds)) and c.result = 'failed' and not exists (
            select from committee_steps s where s.district_code = c.district_code and s.committee_id = c.id and s.subject = 'committee' and s.action = 'elect' and s.day >= c.held_on)
        union all
        select 'audit_missing', s.estate_id, s.committee_id, s.id, s.day + r.audit_days
        from committee_steps s cross join rules r
        where s.district_code = (select current_district()) and s.subject = 'committee' and s.action = 'elect' and s.day <= on_day
          and not exists (select from committee_audits a where a.district_code = s.district_code and a.election_id = s.id and a.reported_on <= on_day and a.withdrawn_at is null)
        union all
        select 'audit_missing', c.estate_id, c.id, m.id, m.valid_to + r.audit_days
        from committee_members m join owners_committees c on c.district_code = m.district_code and c.id = m.committee_id cross join rules r
        where m.district_code = (select current_district()) and m.position = 'director' and m.valid_to <= on_day
          -- Whose office ends with the term is audited with it.
          and not exists (select from committee_steps s where s.district_code = m.district_code and s.committee_id = m.committee_id and s.action = 'elect' and m.valid_to in (s.day, s.term_from))
          and not exists (select from committee_audits a where a.district_code = m.district_code and a.member_id = m.id and a.reported_on <= on_day and a.withdrawn_at is null)
        union all
        select 'membership_open', c.estate_id, c.id, m.id, null
        from committee_members m join owners_committees c on c.district_code = m.district_code and c.id = m.committee_id
        where m.district_code = (select current_district()) and m.state in ('suspended', 'proposed') and coalesce(m.valid_to > on_day, true)
        union all
        select 'announcement_missing', c.estate_id, c.id, m.id, null
        from committee_members m join owners_committees c on c.district_code = m.district_code and c.id = m.committee_id
        where m.district_code = (select current_district()) and m.state = 'terminated' and m.announced_on is null
        union all
        select case d.state when 'ordered' then 'correction_overdue' else 'announcement_missing' end, d.estate_id, d.committee_id, d.id, case d.state when 'ordered' then d.due_on end
        from committee_decisions d
        where d.district_code = (select current_district()) and (d.state = 'ordered' and d.due_on < on_day or d.state = 'annulled' and d.announced_on is null)
    )
    select g.kind || ':' || g.subject_id, g.kind, g.estate_id, g.committee_id, g.subject_id, g.due_on from gaps g where kinds is null or g.kind = any(kinds)
$$;

grant execute on function committee_step_card(uuid), committee_candidate_card(uuid), committee_member_card(uuid), committee_decision_card(uuid), committee_review_card(uuid),
    committee_audit_card(uuid), committee_account_card(uuid), committee_announcement_card(uuid), committee_negative_item_card(uuid), committee_gaps(date, text[])
    to wuye_district, wuye_street, wuye_community;

reset role;
