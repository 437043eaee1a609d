-- The district reads its own. Nobody writes here: the functions of audit_seals.sql do.
set role wuye_owner;

revoke all on audit_seals from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on audit_seals to wuye_district;

drop policy if exists audit_seals_district on audit_seals;
create policy audit_seals_district on audit_seals for select to wuye_district
    using (district_code = (select current_district()));

reset role;
