-- Everybody reads who was honoured; people's for authorities, and a firm those of its own. Nobody writes here: the functions of awards.sql do.
set role wuye_owner;

revoke all on honours from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on honours to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public;

drop policy if exists honours_district on honours;
create policy honours_district on honours for select to wuye_district, wuye_street, wuye_community, wuye_platform
    using (district_code = (select current_district()));
drop policy if exists honours_company on honours;
create policy honours_company on honours for select to wuye_company
    using (district_code = (select current_district()) and (subject_kind not in ('staff', 'committee_member') or subject_kind = 'staff' and firm_id = (select current_firm())));
drop policy if exists honours_hotline on honours;
create policy honours_hotline on honours for select to wuye_hotline
    using (district_code = (select current_district()) and subject_kind not in ('staff', 'committee_member'));
drop policy if exists honours_public on honours;
create policy honours_public on honours for select to wuye_public
    using (subject_kind not in ('staff', 'committee_member'));

reset role;
