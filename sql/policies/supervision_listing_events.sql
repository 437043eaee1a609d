-- Whoever reads the listing; a firm what was done and found as long as it served the estate, neither who proposed it nor how the authorities look after one another. Nobody writes here: the functions of
-- listings.sql do.
set role wuye_owner;

revoke all on supervision_listing_events from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on supervision_listing_events to wuye_district, wuye_street, wuye_community;
grant select (district_code, id, listing_id, at, actor_role, action, from_state, to_state, round, happened_on, unit, note) on supervision_listing_events to wuye_company;

drop policy if exists supervision_listing_events_read on supervision_listing_events;
create policy supervision_listing_events_read on supervision_listing_events for select to wuye_district, wuye_street, wuye_community
    using (district_code = (select current_district())
           and exists (select from supervision_listings l where l.district_code = supervision_listing_events.district_code and l.id = supervision_listing_events.listing_id));
drop policy if exists supervision_listing_events_company on supervision_listing_events;
create policy supervision_listing_events_company on supervision_listing_events for select to wuye_company
    using (district_code = (select current_district()) and action in ('list', 'start', 'progress', 'request', 'accept', 'reject')
           and exists (select from supervision_listings l where l.district_code = supervision_listing_events.district_code and l.id = supervision_listing_events.listing_id
                       and (at at time zone 'Asia/Shanghai')::date < firm_serves_until(l.estate_id)));

reset role;
