-- A district writes its own. A draft is nobody else's, and it is all that can be written: publishing and withdrawing are functions of the owner's (subsidy_scheme_publish), so
-- what is published is changed by no role.
set role wuye_owner;

revoke all on subsidy_schemes from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on subsidy_schemes to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform;
grant insert on subsidy_schemes to wuye_district;
grant update (title_zh, title_en, source, effective_from, effective_to, document, written_by, version, updated_at) on subsidy_schemes to wuye_district;

drop policy if exists subsidy_schemes_given on subsidy_schemes;
create policy subsidy_schemes_given on subsidy_schemes for select to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform
    using (district_code = '*');
drop policy if exists subsidy_schemes_district on subsidy_schemes;
create policy subsidy_schemes_district on subsidy_schemes for select to wuye_district
    using (district_code = (select current_district()));
drop policy if exists subsidy_schemes_published on subsidy_schemes;
create policy subsidy_schemes_published on subsidy_schemes for select to wuye_street, wuye_community, wuye_company, wuye_platform
    using (district_code = (select current_district()) and state = 'published');
drop policy if exists subsidy_schemes_drafts on subsidy_schemes;
create policy subsidy_schemes_drafts on subsidy_schemes for insert to wuye_district
    with check (district_code = (select current_district()) and state = 'draft');
drop policy if exists subsidy_schemes_changes on subsidy_schemes;
create policy subsidy_schemes_changes on subsidy_schemes for update to wuye_district
    using (district_code = (select current_district()) and state = 'draft')
    with check (district_code = (select current_district()) and state = 'draft');

reset role;
