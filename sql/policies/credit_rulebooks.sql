-- Rules are for everyone to read; a district writes its own. A draft is nobody else's, and it is all that can be written: publishing and withdrawing are functions of the
-- owner's (credit_rulebook_publish), so what is published is changed by no role.
set role wuye_owner;

revoke all on credit_rulebooks from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on credit_rulebooks to wuye_member;
grant insert on credit_rulebooks to wuye_district;
grant update (title_zh, title_en, source, effective_from, document, written_by, version, updated_at) on credit_rulebooks to wuye_district;

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
    with check (district_code = (select current_district()) and state = 'draft');
drop policy if exists credit_rulebooks_changes on credit_rulebooks;
create policy credit_rulebooks_changes on credit_rulebooks for update to wuye_district
    using (district_code = (select current_district()) and state = 'draft')
    with check (district_code = (select current_district()) and state = 'draft');

reset role;
