-- Expert panels and opinions, as they are shown. A firm and the city platform read what came of a panel, not who disputed, who sat on it or who said what.
set role wuye_owner;

drop view if exists as_company.expert_panel_cards, as_platform.expert_panel_cards, expert_panel_cards, expert_opinion_cards cascade;
create view expert_panel_cards with (security_invoker = true) as
select p.id, p.estate_id as "estate.id", e.code as "estate.code", e.name as "estate.name", p.street_code, p.community_code, p.firm_id as "firm.id", f.name as "firm.name", p.contract_id,
    p.period_from, p.period_to, p.disputed_by, p.reason, p.state,
    (select json_agg(json_build_object('inspector_id', m.inspector_id, 'name', m.name, 'unit_name', m.unit_name, 'chair', m.chair) order by m.chair desc, m.name, m.inspector_id)
     from expert_panel_members m where m.district_code = p.district_code and m.panel_id = p.id) as members,
    (select coalesce(json_agg(c.id order by g.position), '[]') from expert_panel_grounds g join complaints c on c.district_code = g.district_code and c.id = g.complaint_id
     where g.district_code = p.district_code and g.panel_id = p.id) as complaint_ids,
    (select coalesce(json_agg(i.id order by g.position), '[]') from expert_panel_grounds g join issues i on i.district_code = g.district_code and i.id = g.issue_id
     where g.district_code = p.district_code and g.panel_id = p.id) as issue_ids,
    p.heard_on, p.minutes,
    (select count(distinct (o.inspector_id, o.aspect)) from expert_opinions o where o.district_code = p.district_code and o.panel_id = p.id) as opinions,
    (select 3 * count(*) from expert_panel_members m where m.district_code = p.district_code and m.panel_id = p.id) as opinions_wanted,
    coalesce(p.aspects, '[]') as aspects, p.score, p.conclusion, p.evaluation_id, p.heard_at, p.concluded_at, p.adopted_at, p.dissolved_at, p.dissolved_reason, p.version, p.created_at, p.updated_at
from expert_panels p
left join estates e on e.district_code = p.district_code and e.id = p.estate_id
left join firms f on f.district_code = p.district_code and f.id = p.firm_id;
revoke all on expert_panel_cards from wuye_member;
grant select on expert_panel_cards to wuye_district, wuye_street, wuye_community;

do $$
begin
    execute (
        select string_agg(format($v$
            create view as_%1$s.expert_panel_cards with (security_invoker = true) as
            select p.id, p.estate_id as "estate.id", e.code as "estate.code", e.name as "estate.name", p.street_code, p.community_code, p.firm_id as "firm.id", f.name as "firm.name", p.contract_id,
                p.period_from, p.period_to, null::text as disputed_by, null::text as reason, p.state, null::json as members, null::json as complaint_ids, null::json as issue_ids,
                p.heard_on, null::text as minutes, null::bigint as opinions, null::bigint as opinions_wanted, coalesce(p.aspects, '[]') as aspects, p.score, p.conclusion, p.evaluation_id,
                p.heard_at, p.concluded_at, p.adopted_at, null::timestamptz as dissolved_at, null::text as dissolved_reason, p.version, p.created_at, p.updated_at
            from expert_panels p
            left join estates e on e.district_code = p.district_code and e.id = p.estate_id
            left join firms f on f.district_code = p.district_code and f.id = p.firm_id;
            grant select on as_%1$s.expert_panel_cards to wuye_%1$s;$v$, r), '')
        from unnest(array['company', 'platform']) r);
end $$;

create view expert_opinion_cards with (security_invoker = true) as
select o.id, o.panel_id, o.inspector_id, m.name, o.aspect, o.number, o.score, o.view, o.said,
    o.number = (select max(l.number) from expert_opinions l where l.district_code = o.district_code and l.panel_id = o.panel_id and l.inspector_id = o.inspector_id and l.aspect = o.aspect) as current,
    o.entered_at
from expert_opinions o
left join expert_panel_members m on m.district_code = o.district_code and m.panel_id = o.panel_id and m.inspector_id = o.inspector_id;
revoke all on expert_opinion_cards from wuye_member;
grant select on expert_opinion_cards to wuye_district, wuye_street, wuye_community;

-- After what the same statement wrote: volatile, so that they see that.
create or replace function expert_panel_card(panel uuid) returns setof expert_panel_cards language sql volatile as $$
    select c.* from expert_panel_cards c where c.id = panel
$$;
create or replace function expert_opinion_card(opinion uuid) returns setof expert_opinion_cards language sql volatile as $$
    select c.* from expert_opinion_cards c where c.id = opinion
$$;
grant execute on function expert_panel_card(uuid), expert_opinion_card(uuid) to wuye_district;

reset role;
