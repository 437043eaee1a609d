-- What nobody may know of is the owner's.
set role wuye_owner;

revoke all on exchange_untold from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;

reset role;
