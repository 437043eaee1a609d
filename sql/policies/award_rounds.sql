-- The district sees its own and the given ones; everybody else what was opened. Nobody writes here: the functions of awards.sql do.
set role wuye_owner;

revoke all on award_rounds from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on award_rounds to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public;

drop policy if exists award_rounds_district on award_rounds;
create policy award_rounds_district on award_rounds for select to wuye_district
    using (district_code = '*' or district_code = (select current_district()));
drop policy if exists award_rounds_opened on award_rounds;
create policy award_rounds_opened on award_rounds for select to wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform
    using (district_code = (select current_district()) and opened_at is not null);
drop policy if exists award_rounds_public on award_rounds;
create policy award_rounds_public on award_rounds for select to wuye_public
    using (opened_at is not null);

reset role;
