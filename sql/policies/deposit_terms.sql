-- Whoever has to do with deposits reads their terms; a district writes its own. A draft is nobody else's, and it is all that can be written: publishing and withdrawing are
-- functions of the owner's (deposit_terms_publish), so what is published is changed by no role.
set role wuye_owner;

revoke all on deposit_terms from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on deposit_terms to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform;
grant insert on deposit_terms to wuye_district;
grant update (title_zh, title_en, source, effective_from, document, written_by, version, updated_at) on deposit_terms to wuye_district;

drop policy if exists deposit_terms_given on deposit_terms;
create policy deposit_terms_given on deposit_terms for select to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform
    using (district_code = '*');
drop policy if exists deposit_terms_district on deposit_terms;
create policy deposit_terms_district on deposit_terms for select to wuye_district
    using (district_code = (select current_district()));
drop policy if exists deposit_terms_published on deposit_terms;
create policy deposit_terms_published on deposit_terms for select to wuye_street, wuye_community, wuye_company, wuye_platform
    using (district_code = (select current_district()) and state = 'published');
drop policy if exists deposit_terms_drafts on deposit_terms;
create policy deposit_terms_drafts on deposit_terms for insert to wuye_district
    with check (district_code = (select current_district()) and state = 'draft');
drop policy if exists deposit_terms_changes on deposit_terms;
create policy deposit_terms_changes on deposit_terms for update to wuye_district
    using (district_code = (select current_district()) and state = 'draft')
    with check (district_code = (select current_district()) and state = 'draft');

reset role;
