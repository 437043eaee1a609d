-- Asked by the functions of dishonest.sql alone.
set role wuye_owner;

revoke all on dishonest_transitions from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;

reset role;
