-- No role reads a seed before it is told (draw_reveals): there is no grant, and none would show a row.
set role wuye_owner;

revoke all on draw_seeds from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;

drop policy if exists draw_seeds_nobody on draw_seeds;
create policy draw_seeds_nobody on draw_seeds using (false);

reset role;
