-- The functions' own.
set role wuye_owner;

revoke all on exchange_package_transitions from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;

reset role;
