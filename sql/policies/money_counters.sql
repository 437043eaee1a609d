-- The district and the city platform see how far its numbers go; money_post() counts as the owner.
set role wuye_owner;

revoke all on money_counters from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on money_counters to wuye_district, wuye_platform;

drop policy if exists money_counters_district on money_counters;
create policy money_counters_district on money_counters for select to wuye_district, wuye_platform
    using (district_code = (select current_district()));

reset role;
