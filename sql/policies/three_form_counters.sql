-- A firm counts on, for the estates it has or had.
set role wuye_owner;

revoke all on three_form_counters from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select, insert, update on three_form_counters to wuye_company;

drop policy if exists three_form_counters_company on three_form_counters;
create policy three_form_counters_company on three_form_counters for all to wuye_company
    using (district_code = (select current_district()) and estate_id = any ((select estates_of_firm())::uuid[]));

reset role;
