-- Which moves there are; the owner's functions go by them.
set role wuye_owner;

revoke all on exchange_package_transitions from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on exchange_package_transitions to wuye_district;

drop policy if exists exchange_package_transitions_read on exchange_package_transitions;
create policy exchange_package_transitions_read on exchange_package_transitions for select to wuye_district
    using (true);

reset role;
