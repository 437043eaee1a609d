-- Authorities that see a panel see who sits on it; no firm does. Nobody writes here: the functions in sql/functions/expert_panels.sql do.
set role wuye_owner;

revoke all on expert_panel_members from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on expert_panel_members to wuye_district, wuye_street, wuye_community;

drop policy if exists expert_panel_members_read on expert_panel_members;
create policy expert_panel_members_read on expert_panel_members for select to wuye_district, wuye_street, wuye_community
    using (district_code = (select current_district())
        and exists (select from expert_panels p where p.district_code = expert_panel_members.district_code and p.id = expert_panel_members.panel_id));

reset role;
