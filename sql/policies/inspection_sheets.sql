-- Whoever inspects, is inspected or reads of it knows the sheets; what was published stays readable, for inspections name it. A draft is the district's alone, and it is all
-- that can be written: publishing and withdrawing are functions of the owner's (inspection_sheet_publish), so what is published is changed by no role.
set role wuye_owner;

revoke all on inspection_sheets from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on inspection_sheets to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform;
grant insert on inspection_sheets to wuye_district;
grant update (title_zh, title_en, kinds, items, source, effective_from, written_by, version, updated_at) on inspection_sheets to wuye_district;

drop policy if exists inspection_sheets_given on inspection_sheets;
create policy inspection_sheets_given on inspection_sheets for select to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform
    using (district_code = '*');
drop policy if exists inspection_sheets_district on inspection_sheets;
create policy inspection_sheets_district on inspection_sheets for select to wuye_district
    using (district_code = (select current_district()));
drop policy if exists inspection_sheets_published on inspection_sheets;
create policy inspection_sheets_published on inspection_sheets for select to wuye_street, wuye_community, wuye_company, wuye_platform
    using (district_code = (select current_district()) and published_at is not null);
drop policy if exists inspection_sheets_drafts on inspection_sheets;
create policy inspection_sheets_drafts on inspection_sheets for insert to wuye_district
    with check (district_code = (select current_district()) and state = 'draft');
drop policy if exists inspection_sheets_changes on inspection_sheets;
create policy inspection_sheets_changes on inspection_sheets for update to wuye_district
    using (district_code = (select current_district()) and state = 'draft')
    with check (district_code = (select current_district()) and state = 'draft');

reset role;
