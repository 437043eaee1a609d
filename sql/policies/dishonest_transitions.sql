-- Rules that whoever acts is held to; the functions of dishonest.sql ask them.
set role wuye_owner;

revoke all on dishonest_transitions from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on dishonest_transitions to wuye_district;

drop policy if exists dishonest_transitions_all on dishonest_transitions;
create policy dishonest_transitions_all on dishonest_transitions for select to wuye_district
    using (true);

reset role;
