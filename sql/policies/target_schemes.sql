-- Whoever is measured by targets reads them; what was published stays readable. A draft is the district's alone, and it is all that can be written: publishing and withdrawing are
-- functions of the owner's (target_scheme_publish), so what is published is changed by no role.
set role wuye_owner;

revoke all on target_schemes from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on target_schemes to wuye_district, wuye_street, wuye_community, wuye_platform;
grant insert on target_schemes to wuye_district;
grant update (title_zh, title_en, indicators, source, effective_from, written_by, version, updated_at) on target_schemes to wuye_district;

drop policy if exists target_schemes_given on target_schemes;
create policy target_schemes_given on target_schemes for select to wuye_district, wuye_street, wuye_community, wuye_platform
    using (district_code = '*');
drop policy if exists target_schemes_district on target_schemes;
create policy target_schemes_district on target_schemes for select to wuye_district
    using (district_code = (select current_district()));
drop policy if exists target_schemes_published on target_schemes;
create policy target_schemes_published on target_schemes for select to wuye_street, wuye_community, wuye_platform
    using (district_code = (select current_district()) and published_at is not null);
drop policy if exists target_schemes_drafts on target_schemes;
create policy target_schemes_drafts on target_schemes for insert to wuye_district
    with check (district_code = (select current_district()) and state = 'draft');
drop policy if exists target_schemes_changes on target_schemes;
create policy target_schemes_changes on target_schemes for update to wuye_district
    using (district_code = (select current_district()) and state = 'draft')
    with check (district_code = (select current_district()) and state = 'draft');

reset role;
