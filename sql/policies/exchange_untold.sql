-- What nobody may know of is the owner's, and the worker's to look at.
set role wuye_owner;

revoke all on exchange_untold from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on exchange_untold to wuye_worker;

drop policy if exists exchange_untold_worker on exchange_untold;
create policy exchange_untold_worker on exchange_untold for select to wuye_worker
    using (true);

reset role;
