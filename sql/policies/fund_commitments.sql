-- The district and the city platform read every one, street and community those of their area, a firm what was promised to it. Written by the functions alone.
set role wuye_owner;

revoke all on fund_commitments from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on fund_commitments to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform;

drop policy if exists fund_commitments_all on fund_commitments;
create policy fund_commitments_all on fund_commitments for select to wuye_district, wuye_platform
    using (district_code = (select current_district()));

drop policy if exists fund_commitments_street on fund_commitments;
create policy fund_commitments_street on fund_commitments for select to wuye_street
    using (district_code = (select current_district()) and street_code = (select current_street()));

drop policy if exists fund_commitments_community on fund_commitments;
create policy fund_commitments_community on fund_commitments for select to wuye_community
    using (district_code = (select current_district()) and community_code = (select current_community()));

drop policy if exists fund_commitments_company on fund_commitments;
create policy fund_commitments_company on fund_commitments for select to wuye_company
    using (district_code = (select current_district()) and firm_id = (select current_firm()) and state in ('committed', 'paying', 'settled', 'released'));

reset role;
