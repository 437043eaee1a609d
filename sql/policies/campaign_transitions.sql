-- Which moves there are; the owner's functions go by them.
set role wuye_owner;

revoke all on campaign_transitions from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on campaign_transitions to wuye_district;

drop policy if exists campaign_transitions_read on campaign_transitions;
create policy campaign_transitions_read on campaign_transitions for select to wuye_district
    using (true);

reset role;
