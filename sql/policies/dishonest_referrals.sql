-- District and streets, and the firm's own. Nobody writes here: the functions of dishonest.sql do.
set role wuye_owner;

revoke all on dishonest_referrals from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on dishonest_referrals to wuye_district, wuye_street, wuye_company;

drop policy if exists dishonest_referrals_district on dishonest_referrals;
create policy dishonest_referrals_district on dishonest_referrals for select to wuye_district, wuye_street
    using (district_code = (select current_district()));
drop policy if exists dishonest_referrals_company on dishonest_referrals;
create policy dishonest_referrals_company on dishonest_referrals for select to wuye_company
    using (district_code = (select current_district()) and firm_id = (select current_firm()));

reset role;
