-- Whoever sees the publication sees what it froze. Nobody changes a row.
set role wuye_owner;

revoke all on credit_published_entries from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on credit_published_entries to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public;
grant insert on credit_published_entries to wuye_district;

drop policy if exists credit_published_entries_read on credit_published_entries;
create policy credit_published_entries_read on credit_published_entries for select
    to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public
    using (exists (select from credit_publications p where p.district_code = credit_published_entries.district_code and p.id = credit_published_entries.publication_id offset 0));
drop policy if exists credit_published_entries_made on credit_published_entries;
create policy credit_published_entries_made on credit_published_entries for insert to wuye_district
    with check (district_code = (select current_district()));

reset role;
