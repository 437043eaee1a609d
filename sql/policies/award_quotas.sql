-- There are rows of rounds that were opened alone, and those are no secret.
set role wuye_owner;

revoke all on award_quotas from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on award_quotas to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public;

drop policy if exists award_quotas_read on award_quotas;
create policy award_quotas_read on award_quotas for select to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform
    using (district_code = (select current_district()));
drop policy if exists award_quotas_public on award_quotas;
create policy award_quotas_public on award_quotas for select to wuye_public
    using (true);

reset role;
