-- Whoever sees the deposit sees its instalments; nobody writes here by itself.
set role wuye_owner;

revoke all on deposit_instalments from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on deposit_instalments to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform;

drop policy if exists deposit_instalments_seen on deposit_instalments;
create policy deposit_instalments_seen on deposit_instalments for select to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform
    using (district_code = (select current_district())
        and exists (select from deposits d where d.district_code = deposit_instalments.district_code and d.id = deposit_instalments.deposit_id));

reset role;
