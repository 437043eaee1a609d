-- The same for everyone, with or without a token.
set role wuye_owner;

revoke all on division_jurisdictions from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on division_jurisdictions to wuye_member, wuye_auth, wuye_worker;

drop policy if exists division_jurisdictions_read on division_jurisdictions;
create policy division_jurisdictions_read on division_jurisdictions for select to wuye_member, wuye_auth, wuye_worker
    using (true);

reset role;
