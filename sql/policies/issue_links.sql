-- For whoever sees the item of the street's ledger, or that of the district's.
set role wuye_owner;

revoke all on issue_links from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on issue_links to wuye_district, wuye_street, wuye_community;

drop policy if exists issue_links_district on issue_links;
create policy issue_links_district on issue_links for select to wuye_district
    using (district_code = (select current_district()));
drop policy if exists issue_links_area on issue_links;
create policy issue_links_area on issue_links for select to wuye_street, wuye_community
    using (district_code = (select current_district())
        and exists (select from issues i where i.district_code = issue_links.district_code and i.id = issue_links.street_issue_id));

reset role;
