-- The order of the tiers is everybody's to know who works on them.
set role wuye_owner;

revoke all on mediation_tiers from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on mediation_tiers to wuye_district, wuye_street, wuye_community;

drop policy if exists mediation_tiers_all on mediation_tiers;
create policy mediation_tiers_all on mediation_tiers for select to wuye_district, wuye_street, wuye_community
    using (true);

reset role;
