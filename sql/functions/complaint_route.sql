-- Where a complaint should go, by the rules of a day, and why. What is about a leak or retaliation is the district's alone, whatever the rules say; a firm is not
-- proposed for what it may not know of.
set role wuye_owner;

create or replace function complaint_route(complaint uuid, day date)
returns table (id uuid, unit_kind text, firm_id uuid, street_code text, community_code text, department text, delegated boolean, expedited boolean, confidential boolean,
    enforcement_route text, first_contact text, rule_id uuid, reasons text[])
language sql stable as $$
    with c as (
        select k.*, g.code is not null as known, coalesce(g.delegated, false) as delegated, coalesce(g.expedited, false) as expedited, g.department as own_department,
            not k.secret and k.category is not null and k.firm_id is not null as firm_may
        from complaints k
        left join categories_of_day(day) g on g.code = k.category
        where k.district_code = (select current_district()) and k.id = complaint
    ), rule as (
        select r.*, coalesce(r.department, c.own_department) as whose
        from c
        join routing_rules r on r.district_code in ('*', c.district_code) and r.effective_from <= day and coalesce(r.effective_to > day, true)
            and coalesce(r.category = c.category, r.category is null) and coalesce(r.delegated = (c.known and c.delegated), true)
            and coalesce(r.expedited = c.expedited, true) and coalesce(r.urgency = c.urgency, true)
        where not c.confidential and case r.unit_kind
            when 'firm' then c.firm_may
            when 'department' then coalesce(r.department, c.own_department) is not null
            when 'community' then c.community_code is not null
            else c.street_code is not null end
        order by r.district_code = '*', r.position
        limit 1
    )
    select c.id, coalesce(rule.unit_kind, 'district'), case when rule.unit_kind = 'firm' then c.firm_id end, c.street_code, c.community_code,
        case when rule.unit_kind = 'department' then rule.whose end, c.delegated, c.expedited, c.confidential,
        case when c.known and not c.confidential then case when c.delegated then 'delegated' else 'joint' end end,
        case when c.confidential then 'district' when c.community_code is not null then 'community' when c.street_code is not null then 'street' else 'district' end,
        rule.id,
        array_remove(array[
            case when c.confidential then 'confidential' end,
            case when c.known then null when c.category is null then 'no_category' else 'category_ended' end,
            case when c.expedited then 'expedited' end,
            case when c.known and not c.confidential then case when c.delegated then 'delegated' when c.own_department is not null then 'department_matter' end end,
            case when rule.district_code <> '*' then 'own_rule' end,
            case when c.estate_id is null then 'no_estate' when c.firm_id is null then 'no_firm_in_force' when rule.unit_kind = 'firm' then 'firm_in_force'
                 when not c.firm_may or c.confidential then 'firm_may_not_know' end,
            case when c.community_code is null then 'no_community' end,
            case when c.street_code is null then 'no_street' end], null)
    from c left join rule on true
$$;
grant execute on function complaint_route(uuid, date) to wuye_district, wuye_street, wuye_community;

reset role;
