-- Which moves there are; the owner's functions go by them.
set role wuye_owner;

revoke all on supervision_listing_transitions from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on supervision_listing_transitions to wuye_district;

drop policy if exists supervision_listing_transitions_read on supervision_listing_transitions;
create policy supervision_listing_transitions_read on supervision_listing_transitions for select to wuye_district
    using (true);

reset role;
