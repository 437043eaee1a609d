-- What was granted later or taken back, of the funds that the caller sees. Written by the functions alone.
set role wuye_owner;

revoke all on fund_adjustments from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on fund_adjustments to wuye_district, wuye_street, wuye_platform;

drop policy if exists fund_adjustments_seen on fund_adjustments;
create policy fund_adjustments_seen on fund_adjustments for select to wuye_district, wuye_street, wuye_platform
    using (district_code = (select current_district()) and exists (select from funds f where f.district_code = fund_adjustments.district_code and f.id = fund_adjustments.fund_id));

reset role;
