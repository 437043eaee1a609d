-- Authorities that see a panel read what each of its members said, with every version; no firm does. Nobody writes here: the functions in sql/functions/expert_panels.sql do.
set role wuye_owner;

revoke all on expert_opinions from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on expert_opinions to wuye_district, wuye_street, wuye_community;

drop policy if exists expert_opinions_read on expert_opinions;
create policy expert_opinions_read on expert_opinions for select to wuye_district, wuye_street, wuye_community
    using (district_code = (select current_district())
        and exists (select from expert_panels p where p.district_code = expert_opinions.district_code and p.id = expert_opinions.panel_id));

reset role;
