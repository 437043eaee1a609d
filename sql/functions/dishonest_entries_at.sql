-- The list of the dishonest as it was known when the day was over; of the caller's scope. The planner sees through it, as through contracts_at(). A column added to
-- dishonest_entries comes at the end of all lists.
set role wuye_owner;

create or replace function dishonest_entries_at(day date) returns setof dishonest_entries language sql stable parallel safe as $$
    select u.district_code, u.id, u.subject, u.firm_id, u.staff_id, u.post, u.cause, u.basis, u.contract_id, u.state, u.number, u.escalated, u.listed_on, u.decision,
           u.guarantee_document, u.guaranteed_on, u.measures, u.guaranteed_by, u.deposit_id, u.notice_number, u.noticed_on, u.rectified_on, u.rectification, u.rectified_by,
           u.ended_on, u.end_reason, u.ended_by, u.proposed_by, u.proposed_role, u.proposed_at, u.decided_by, u.decided_at, u.version, u.known_from, null::xid8, null::xid8
    from (
        select t.district_code, t.id, t.subject, t.firm_id, t.staff_id, t.post, t.cause, t.basis, t.contract_id, t.state, t.number, t.escalated, t.listed_on,
               t.decision, t.guarantee_document, t.guaranteed_on, t.measures, t.guaranteed_by, t.deposit_id, t.notice_number, t.noticed_on, t.rectified_on,
               t.rectification, t.rectified_by, t.ended_on, t.end_reason, t.ended_by, t.proposed_by, t.proposed_role, t.proposed_at, t.decided_by, t.decided_at,
               t.version, t.known_from, 'infinity'::timestamptz as known_to
        from dishonest_entries t
        union all
        select p.district_code, p.id, p.subject, p.firm_id, p.staff_id, p.post, p.cause, p.basis, p.contract_id, p.state, p.number, p.escalated, p.listed_on,
               p.decision, p.guarantee_document, p.guaranteed_on, p.measures, p.guaranteed_by, p.deposit_id, p.notice_number, p.noticed_on, p.rectified_on,
               p.rectification, p.rectified_by, p.ended_on, p.end_reason, p.ended_by, p.proposed_by, p.proposed_role, p.proposed_at, p.decided_by, p.decided_at,
               p.version, p.known_from, p.known_to
        from dishonest_entries_past p
    ) u
    where u.known_from < (day + 1)::timestamptz and u.known_to >= (day + 1)::timestamptz
$$;

-- What stands of a firm on a day: barred until guarantee and deposit are there (H09), for good once the owners are to dismiss it (H10), or on conditions.
create or replace function dishonest_of_firm(firm uuid, day date) returns table (reason text, since date) language sql stable parallel safe security definer
set search_path = public, pg_temp as $$
    select case e.state when 'conditional' then 'dishonest_conditional' else 'dishonest' end, min(e.listed_on)
    from dishonest_entries_at(day) e
    where e.district_code = (select current_district()) and e.firm_id = firm and e.subject = 'firm' and e.state in ('listed', 'conditional', 'dismissal_ordered', 'dismissed')
    group by 1
$$;

-- D20, D21: since when somebody is in the file of dishonest persons.
create or replace function dishonest_of_person(person uuid, day date) returns table (reason text, since date) language sql stable parallel safe security definer
set search_path = public, pg_temp as $$
    select 'dishonest_person', min(e.listed_on)
    from dishonest_entries_at(day) e
    where e.district_code = (select current_district()) and e.staff_id = person and e.subject = 'person' and e.state = 'listed'
    having count(*) > 0
$$;
revoke all on function dishonest_of_firm(uuid, date), dishonest_of_person(uuid, date) from public;
grant execute on function dishonest_entries_at(date) to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform;
grant execute on function dishonest_of_firm(uuid, date), dishonest_of_person(uuid, date) to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform;

reset role;
