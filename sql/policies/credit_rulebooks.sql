-- Rules are for everyone to read; a district writes its own. A draft is nobody else's.
set role wuye_owner;

revoke all on credit_rulebooks from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on credit_rulebooks to wuye_member;
grant insert, update on credit_rulebooks to wuye_district;

drop policy if exists credit_rulebooks_given on credit_rulebooks;
create policy credit_rulebooks_given on credit_rulebooks for select to wuye_member
    using (district_code = '*');
drop policy if exists credit_rulebooks_district on credit_rulebooks;
create policy credit_rulebooks_district on credit_rulebooks for select to wuye_district
    using (district_code = (select current_district()));
drop policy if exists credit_rulebooks_published on credit_rulebooks;
create policy credit_rulebooks_published on credit_rulebooks for select to wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public
    using (district_code = (select current_district()) and state = 'published');
drop policy if exists credit_rulebooks_drafts on credit_rulebooks;
create policy credit_rulebooks_drafts on credit_rulebooks for insert to wuye_district
    with check (district_code = (select current_district()));
drop policy if exists credit_rulebooks_changes on credit_rulebooks;
create policy credit_rulebooks_changes on credit_rulebooks for update to wuye_district
    using (district_code = (select current_district()));

reset role;
