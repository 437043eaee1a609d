-- The lines of the funds that the caller sees. Written by the functions alone.
set role wuye_owner;

revoke all on fund_lines from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on fund_lines to wuye_district, wuye_street, wuye_platform;

drop policy if exists fund_lines_seen on fund_lines;
create policy fund_lines_seen on fund_lines for select to wuye_district, wuye_street, wuye_platform
    using (district_code = (select current_district()) and exists (select from funds f where f.district_code = fund_lines.district_code and f.id = fund_lines.fund_id));

reset role;
