-- Rounds, nominations and honours as they are answered.
set role wuye_owner;

drop view if exists award_round_cards cascade;
create view award_round_cards with (security_invoker = true) as
select r.id, r.district_code = '*' as common, nullif(r.district_code, '*') as district_code, r.code, r.year, r.title_zh, r.title_en, r.basis, r.nominations_from, r.nominations_until, r.deadline,
    s.state in ('open', 'selection', 'publicity') and r.deadline < d.day as overdue, r.publicity_days, r.publicity_kind, r.objection_days, s.state, r.publicity_from, r.publicity_until,
    r.objections_until, r.granted_on, r.cancelled_reason, r.document, r.version, r.created_at, r.updated_at
from award_rounds r
cross join lateral (select (now() at time zone 'Asia/Shanghai')::date as day) d
cross join lateral (select award_round_state(r.state, r.nominations_until, d.day) as state) s;
revoke all on award_round_cards from wuye_member;
grant select on award_round_cards to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public;

-- With how many places of each quota are taken, for the district alone: others do not see all that is nominated.
drop function if exists award_round_card(uuid);
create function award_round_card(round uuid)
returns table (id uuid, common boolean, district_code text, code text, year integer, title_zh text, title_en text, basis text, nominations_from date, nominations_until date, deadline date,
               overdue boolean, publicity_days integer, publicity_kind text, objection_days integer, state text, publicity_from date, publicity_until date, objections_until date,
               granted_on date, cancelled_reason text, document jsonb, places jsonb, version integer, created_at timestamptz, updated_at timestamptz)
language sql volatile as $$
    select c.id, c.common, c.district_code, c.code, c.year, c.title_zh, c.title_en, c.basis, c.nominations_from, c.nominations_until, c.deadline, c.overdue, c.publicity_days, c.publicity_kind,
        c.objection_days, c.state, c.publicity_from, c.publicity_until, c.objections_until, c.granted_on, c.cancelled_reason, c.document,
        case when current_user = 'wuye_district' then (
            select coalesce(jsonb_agg(jsonb_build_object('quota', q.code, 'places', q.quota, 'taken', (
                select count(*) from award_nominations n
                where n.district_code = q.district_code and n.round_id = q.round_id and n.quota = q.code and n.state in ('selected', 'publicity', 'objected', 'granted'))) order by q.code), '[]')
            from award_quotas q where q.district_code = c.district_code and q.round_id = c.id) end,
        c.version, c.created_at, c.updated_at
    from award_round_cards c
    where c.id = round
$$;
grant execute on function award_round_card(uuid) to wuye_member;

-- Why somebody was nominated, excluded or not selected is for authorities and the firm concerned; that others objected is no firm's to know before it is decided, unless it is its own:
-- to who reads what is public alone nothing changes with an objection, neither the version nor the moment of the last change.
drop view if exists award_nomination_cards cascade;
create view award_nomination_cards with (security_invoker = true) as
select n.id, n.district_code, n.round_id, n.category, c.title_zh, c.title_en, c.level, c.class, n.quota, n.subject_kind, n.subject_id,
    case when w.named then award_person_name(n.subject_kind, n.subject_id) else n.name end as name, n.firm_id, n.street_code, n.community_code,
    case when w.closely or n.state <> 'objected' then n.state else 'publicity' end as state,
    case when w.closely then n.grounds end as grounds, case when w.closely then n.facts end as facts, case when w.closely then n.exclusion end as exclusion,
    case when w.closely then n.excluded_at_step end as excluded_at_step, case when w.closely then n.nominated_role end as nominated_role, n.nominated_at,
    case when w.closely then n.decided_at end as decided_at, case when w.closely then n.decision end as decision, case when w.closely then n.withdrawn_reason end as withdrawn_reason,
    (select coalesce(jsonb_agg(jsonb_build_object('id', o.id, 'state', o.state, 'grounds', o.grounds, 'raised_role', o.raised_role, 'raised_at', o.raised_at, 'decided_at', o.decided_at,
                                                  'decision', o.decision) order by o.raised_at, o.id), '[]')
     from award_objections o where o.district_code = n.district_code and o.nomination_id = n.id) as objections,
    (select h.id from honours h where h.district_code = n.district_code and h.nomination_id = n.id) as honour_id,
    case when w.closely then n.version else 1 end as version, case when w.closely or n.state = 'granted' then n.updated_at else coalesce(r.selection_at, n.nominated_at) end as updated_at
from award_nominations n
join award_rounds r on r.district_code = n.district_code and r.id = n.round_id
join award_categories c on c.district_code = n.district_code and c.round_id = n.round_id and c.code = n.category
cross join lateral (
    select current_user in ('wuye_district', 'wuye_street', 'wuye_community') or current_user = 'wuye_platform' and n.subject_kind not in ('staff', 'committee_member')
        or coalesce((select current_firm()) in (n.firm_id, n.nominator_firm), false) as closely,
        coalesce(case n.subject_kind
            when 'staff' then current_user in ('wuye_district', 'wuye_street', 'wuye_community') or n.firm_id = (select current_firm())
            when 'committee_member' then current_user = 'wuye_district'
                or n.street_code = (select current_street()) and coalesce(n.community_code = (select current_community()), true) end, false) as named
) w;
revoke all on award_nomination_cards from wuye_member;
grant select on award_nomination_cards to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public;

create function award_nomination_card(nomination uuid) returns setof award_nomination_cards language sql volatile as $$
    select c.* from award_nomination_cards c where c.id = nomination
$$;

drop view if exists honour_cards cascade;
create view honour_cards with (security_invoker = true) as
select h.id, h.district_code, h.subject_kind, h.subject_id, case when w.named then award_person_name(h.subject_kind, h.subject_id) else h.name end as name, h.firm_id, h.title_zh, h.title_en,
    h.level, h.class, h.granted_on, h.grantor, h.document_no, h.round_id, h.nomination_id, h.state, h.revoked_on,
    case when w.closely then h.revoked_reason end as revoked_reason, case when w.closely then h.revoked_document_no end as revoked_document_no, h.version, h.created_at, h.updated_at
from honours h
cross join lateral (
    select current_user in ('wuye_district', 'wuye_street', 'wuye_community', 'wuye_platform') or coalesce(h.firm_id = (select current_firm()), false) as closely,
        coalesce(case h.subject_kind
            when 'staff' then current_user in ('wuye_district', 'wuye_street', 'wuye_community') or h.firm_id = (select current_firm())
            when 'committee_member' then current_user = 'wuye_district'
                or h.street_code = (select current_street()) and coalesce(h.community_code = (select current_community()), true) end, false) as named
) w;
revoke all on honour_cards from wuye_member;
grant select on honour_cards to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public;

create function honour_card(honour uuid) returns setof honour_cards language sql volatile as $$
    select c.* from honour_cards c where c.id = honour
$$;
grant execute on function honour_card(uuid) to wuye_district;
grant execute on function award_nomination_card(uuid) to wuye_district, wuye_street, wuye_community, wuye_company;

reset role;
