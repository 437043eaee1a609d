-- The common ones ('*') are for everyone to read, with or without a token, the district's own for whoever is of it; the district sets its own.
set role wuye_owner;

revoke all on sla_policies from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on sla_policies to wuye_member;
grant insert, update (effective_to, ended_for, ended_before) on sla_policies to wuye_district;

drop policy if exists sla_policies_read on sla_policies;
create policy sla_policies_read on sla_policies for select to wuye_member
    using (district_code in ((select current_district()), '*'));
drop policy if exists sla_policies_sets on sla_policies;
create policy sla_policies_sets on sla_policies for insert to wuye_district
    with check (district_code = (select current_district()));
drop policy if exists sla_policies_ends on sla_policies;
create policy sla_policies_ends on sla_policies for update to wuye_district
    using (district_code = (select current_district()));

reset role;
