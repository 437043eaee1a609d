-- The district's own to set; whoever routes or enforces reads it.
set role wuye_owner;

revoke all on delegations from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on delegations to wuye_district, wuye_street, wuye_community;
grant insert, update on delegations to wuye_district;

drop policy if exists delegations_read on delegations;
create policy delegations_read on delegations for select to wuye_district, wuye_street, wuye_community
    using (district_code = (select current_district()));
drop policy if exists delegations_sets on delegations;
create policy delegations_sets on delegations for insert to wuye_district
    with check (district_code = (select current_district()));
drop policy if exists delegations_changes on delegations;
create policy delegations_changes on delegations for update to wuye_district
    using (district_code = (select current_district()));

reset role;
