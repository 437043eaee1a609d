-- Listings under supervision, as they are shown. What they rest on is for the authorities; a firm reads what is demanded of it and what was found, while it serves
-- the estate; the public that an estate is listed, by when it should be put right and whether it was accepted; neither that a leader, a group or the media moved the district.
set role wuye_owner;

drop view if exists as_company.listing_cards, as_public.listing_cards, as_hotline.listing_cards, as_platform.listing_cards, listing_cards, as_company.listing_event_cards, listing_event_cards cascade;
create view listing_cards with (security_invoker = true) as
select l.id, l.district_code, l.estate_id as "estate.id", e.code as "estate.code", e.name as "estate.name", l.street_code, l.community_code, f.id as "firm.id", f.name as "firm.name", l.reason,
    l.basis, l.demands, l.quarter, l.ranking_id,
    (select json_agg(c.id order by c.id) from supervision_listing_complaints n join complaints c on c.district_code = n.district_code and c.id = n.complaint_id
     where n.district_code = l.district_code and n.listing_id = l.id) as complaint_ids,
    l.sponsor_unit, l.due_on, l.listed_on is not null and l.accepted_on is null and l.due_on < current_date as overdue, l.state, l.round, l.proposed_role, l.proposed_at, l.decided_at,
    l.refused_reason, l.listed_on, l.requested_at, l.acceptance_office, l.finding, l.accepted_on, l.published_at, l.version, l.updated_at
from supervision_listings l
left join estates e on e.district_code = l.district_code and e.id = l.estate_id
left join firms f on f.district_code = l.district_code and f.id = l.firm_id;
revoke all on listing_cards from wuye_member;
grant select on listing_cards to wuye_district, wuye_street, wuye_community;

create view as_company.listing_cards with (security_invoker = true) as
select l.id, l.district_code, l.estate_id as "estate.id", e.code as "estate.code", e.name as "estate.name", l.street_code, l.community_code, f.id as "firm.id", f.name as "firm.name", l.public_reason as reason,
    null::text as basis, case when s.still then l.demands end as demands, l.quarter, l.ranking_id, null::json as complaint_ids, l.sponsor_unit, l.due_on,
    l.accepted_on is null and l.due_on < current_date as overdue, l.state, l.round, null::text as proposed_role, l.proposed_at, l.decided_at,
    null::text as refused_reason, l.listed_on, l.requested_at, l.acceptance_office, case when s.still then l.finding end as finding, l.accepted_on, l.published_at, l.version, l.updated_at
from supervision_listings l
left join estates e on e.district_code = l.district_code and e.id = l.estate_id
left join firms f on f.district_code = l.district_code and f.id = l.firm_id
cross join lateral (select coalesce(l.estate_id = any ((select estates_of_firm_today())::uuid[]), false) as still) s;
grant select on as_company.listing_cards to wuye_company;

do $do$
declare
    member text;
begin
    foreach member in array array['public', 'hotline', 'platform'] loop
        execute format($f$
            create view as_%1$s.listing_cards with (security_invoker = true) as
            select l.id, l.district_code, l.estate_id as "estate.id", p.code as "estate.code", p.name as "estate.name", l.street_code, l.community_code, null::uuid as "firm.id", null::text as "firm.name",
                l.public_reason as reason, null::text as basis, null::text as demands, null::text as quarter, null::uuid as ranking_id, null::json as complaint_ids, l.sponsor_unit, l.due_on,
                l.accepted_on is null and l.due_on < current_date as overdue, l.state, l.round, null::text as proposed_role, l.proposed_at, l.decided_at, null::text as refused_reason, l.listed_on,
                l.requested_at, l.acceptance_office, null::text as finding, l.accepted_on, l.published_at, l.version, l.updated_at
            from supervision_listings l
            left join lateral estate_told(l.district_code, l.estate_id) p on true;
            grant select on as_%1$s.listing_cards to wuye_%1$s;
        $f$, member);
    end loop;
end $do$;

create view listing_event_cards with (security_invoker = true) as
select v.id, v.listing_id, v.at, v.actor_role, v.action, v.from_state, v.to_state, v.round, v.happened_on, v.unit, v.note from supervision_listing_events v;
revoke all on listing_event_cards from wuye_member;
grant select on listing_event_cards to wuye_district, wuye_street, wuye_community;
-- Why the district listed it may tell of those who complained.
create view as_company.listing_event_cards with (security_invoker = true) as
select v.id, v.listing_id, v.at, v.actor_role, v.action, v.from_state, v.to_state, v.round, v.happened_on, v.unit, case when v.action <> 'list' then v.note end as note
from supervision_listing_events v;
grant select on as_company.listing_event_cards to wuye_company;

-- After what the same statement wrote: volatile, so that they see that.
create or replace function listing_card(listing uuid) returns setof listing_cards language sql volatile as $$
    select c.* from listing_cards c where c.id = listing
$$;
create or replace function listing_event_card(event uuid) returns setof listing_event_cards language sql volatile as $$
    select c.* from listing_event_cards c where c.id = event
$$;
grant execute on function listing_card(uuid) to wuye_district, wuye_street, wuye_community;
grant execute on function listing_event_card(uuid) to wuye_district, wuye_street;

reset role;
