-- The worker writes what it gave up; the district reads it.
set role wuye_owner;

revoke all on webhook_dead_letters from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on webhook_dead_letters to wuye_district;
grant select, insert, update on webhook_dead_letters to wuye_worker;

drop policy if exists webhook_dead_letters_district on webhook_dead_letters;
create policy webhook_dead_letters_district on webhook_dead_letters for select to wuye_district
    using (district_code = (select current_district()));
drop policy if exists webhook_dead_letters_worker on webhook_dead_letters;
create policy webhook_dead_letters_worker on webhook_dead_letters for all to wuye_worker using (true) with check (true);

reset role;
