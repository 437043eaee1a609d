-- The list of the dishonest as it is shown.
set role wuye_owner;

drop view if exists dismissal_order_cards, dishonest_referral_cards, published_dishonest_firms cascade;
drop function if exists dishonest_card(dishonest_entries), dishonest_entry_card(uuid) cascade;

-- The name of somebody whose entry the caller sees; not every role that reads entries reads the register of staff.
create or replace function dishonest_name(person uuid) returns text language sql stable security definer set search_path = public, pg_temp as $$
    select s.name from staff s where s.district_code = current_district() and s.id = person
$$;
revoke all on function dishonest_name(uuid) from public;
grant execute on function dishonest_name(uuid) to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform;

-- Who proposed is not told to the firm.
create function dishonest_card(e dishonest_entries)
returns table (id uuid, subject text, "firm.id" uuid, "firm.name" text, "firm.uscc" text, "person.id" uuid, "person.name" text, post text, cause text, basis text, contract_id uuid, state text,
               barred boolean, number integer, escalated boolean, listed_on date, decision text, guarantee_document text, guaranteed_on date, measures text, deposit_id uuid,
               notice_number text, noticed_on date, rectified_on date, rectification text, ended_on date, end_reason text, proposed_role text, proposed_at timestamptz,
               decided_at timestamptz, version integer, updated_at timestamptz)
language sql stable as $$
    select e.id, e.subject, f.id, f.name, f.uscc, e.staff_id, case when e.staff_id is not null then dishonest_name(e.staff_id) end, e.post, e.cause, e.basis, e.contract_id, e.state,
        e.subject = 'firm' and e.state in ('listed', 'dismissal_ordered', 'dismissed'), e.number, e.escalated, e.listed_on, e.decision, e.guarantee_document, e.guaranteed_on, e.measures,
        e.deposit_id, e.notice_number, e.noticed_on, e.rectified_on, e.rectification, e.ended_on, e.end_reason, case when current_user <> 'wuye_company' then e.proposed_role end,
        e.proposed_at, e.decided_at, e.version, e.known_from
    from (select) one
    left join firms f on f.district_code = e.district_code and f.id = e.firm_id
$$;
grant execute on function dishonest_card(dishonest_entries) to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform;

-- executor_now: a committee that stops working after the order dismisses nobody, and one that works again does (H11); of one that was executed, who did by the committee's standing of that day.
-- removal_case_id: the owners' own case against the contract (C15), where there is one.
create view dismissal_order_cards with (security_invoker = true) as
select o.id, o.entry_id, o.contract_id, o.firm_id as "firm.id", f.name as "firm.name", o.estate_id as "estate.id", e.code as "estate.code", e.name as "estate.name", o.street_code, o.community_code,
    o.executor, o.committee_id, o.why, x.executor as executor_now, x.why as why_now, o.ordered_on, o.state, o.ended_on, o.document, o.note,
    (select r.id from removal_cases r where r.district_code = o.district_code and r.contract_id = o.contract_id order by r.opened_on desc, r.id desc limit 1) as removal_case_id,
    o.version, o.created_at, o.updated_at
from dismissal_orders o
left join firms f on f.district_code = o.district_code and f.id = o.firm_id
left join estates e on e.district_code = o.district_code and e.id = o.estate_id
left join lateral dismissal_executor(o.estate_id, coalesce(o.ended_on, current_date)) x on o.state in ('ordered', 'executed');
revoke all on dismissal_order_cards from wuye_member;
grant select on dismissal_order_cards to wuye_district, wuye_street, wuye_community, wuye_company;

create view dishonest_referral_cards with (security_invoker = true) as
select r.id, r.entry_id, r.firm_id as "firm.id", f.name as "firm.name", r.request, r.reason, r.number, r.sent_on, r.answered_on, r.result, r.answer, r.city_reported_on, r.city_answered_on,
    r.city_result, r.version, r.created_at, r.updated_at
from dishonest_referrals r
left join firms f on f.district_code = r.district_code and f.id = r.firm_id;
revoke all on dishonest_referral_cards from wuye_member;
grant select on dishonest_referral_cards to wuye_district, wuye_street, wuye_company;

-- Firms alone, from the day of the listing to that of the removal; no person and no text stands in it.
create view published_dishonest_firms as
select e.id, e.district_code, f.id as "firm.id", f.name as "firm.name", f.uscc as "firm.uscc", e.cause, e.number, e.listed_on as since, e.state
from dishonest_entries e
join firms f on f.district_code = e.district_code and f.id = e.firm_id
where e.subject = 'firm' and e.state in ('listed', 'conditional', 'dismissal_ordered', 'dismissed') and (current_district() is null or e.district_code = current_district());
revoke all on published_dishonest_firms from public;
grant select on published_dishonest_firms to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public;

-- After what the same statement wrote: volatile, so that they see that. The answer of a write is the entry as it is now.
create function dishonest_entry_card(entry uuid) returns table (id uuid, subject text, "firm.id" uuid, "firm.name" text, "firm.uscc" text, "person.id" uuid, "person.name" text, post text,
               cause text, basis text, contract_id uuid, state text, barred boolean, number integer, escalated boolean, listed_on date, decision text, guarantee_document text, guaranteed_on date,
               measures text, deposit_id uuid, notice_number text, noticed_on date, rectified_on date, rectification text, ended_on date, end_reason text, proposed_role text,
               proposed_at timestamptz, decided_at timestamptz, version integer, updated_at timestamptz)
language sql volatile as $$
    select c.* from dishonest_entries e cross join lateral dishonest_card(e) c where e.district_code = (select current_district()) and e.id = entry
$$;
create function dismissal_order_card(dismissal uuid) returns setof dismissal_order_cards language sql volatile as $$
    select c.* from dismissal_order_cards c where c.id = dismissal
$$;
create function dishonest_referral_card(referral uuid) returns setof dishonest_referral_cards language sql volatile as $$
    select c.* from dishonest_referral_cards c where c.id = referral
$$;
grant execute on function dishonest_entry_card(uuid) to wuye_district, wuye_street, wuye_company;
grant execute on function dismissal_order_card(uuid) to wuye_district, wuye_street, wuye_community;
grant execute on function dishonest_referral_card(uuid) to wuye_district;

reset role;
