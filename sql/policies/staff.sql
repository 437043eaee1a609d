-- People's names: for authorities of the district and their own firm, not for the city platform.
set role wuye_owner;

revoke all on staff from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on staff to wuye_district, wuye_street, wuye_community, wuye_company;

drop policy if exists staff_district on staff;
create policy staff_district on staff for select to wuye_district, wuye_street, wuye_community
    using (district_code = (select current_district()));
drop policy if exists staff_company on staff;
create policy staff_company on staff for select to wuye_company
    using (district_code = (select current_district()) and firm_id = (select current_firm()));

reset role;
