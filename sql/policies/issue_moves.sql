-- The owner's alone: counts are read through what puts them together.
set role wuye_owner;

revoke all on issue_moves from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;

reset role;
