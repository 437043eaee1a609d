-- The common ones ('*') and the district's own. Nobody writes here: the functions of committee_candidates.sql do.
set role wuye_owner;

revoke all on committee_negative_items from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on committee_negative_items to wuye_district, wuye_street, wuye_community;

drop policy if exists committee_negative_items_read on committee_negative_items;
create policy committee_negative_items_read on committee_negative_items for select to wuye_district, wuye_street, wuye_community
    using (district_code in ((select current_district()), '*'));

reset role;
