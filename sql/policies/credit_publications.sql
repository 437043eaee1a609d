-- What was made public is public, in every district; what was withdrawn is for authorities alone.
set role wuye_owner;

revoke all on credit_publications from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on credit_publications to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public;
grant insert, update (withdrawn_at, withdrawn_reason, version, updated_at) on credit_publications to wuye_district;

drop policy if exists credit_publications_read on credit_publications;
create policy credit_publications_read on credit_publications for select to wuye_district, wuye_street, wuye_community, wuye_platform
    using (district_code = (select current_district()));
drop policy if exists credit_publications_standing on credit_publications;
create policy credit_publications_standing on credit_publications for select to wuye_company, wuye_hotline
    using (district_code = (select current_district()) and withdrawn_at is null);
drop policy if exists credit_publications_public on credit_publications;
create policy credit_publications_public on credit_publications for select to wuye_public
    using (withdrawn_at is null);
drop policy if exists credit_publications_made on credit_publications;
create policy credit_publications_made on credit_publications for insert to wuye_district
    with check (district_code = (select current_district()));
drop policy if exists credit_publications_withdrawn on credit_publications;
create policy credit_publications_withdrawn on credit_publications for update to wuye_district
    using (district_code = (select current_district()));

reset role;
