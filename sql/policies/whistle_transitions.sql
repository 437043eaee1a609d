-- Rules that whoever acts is held to.
set role wuye_owner;

revoke all on whistle_transitions from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on whistle_transitions to wuye_district, wuye_street;

drop policy if exists whistle_transitions_all on whistle_transitions;
create policy whistle_transitions_all on whistle_transitions for select to wuye_district, wuye_street
    using (true);

reset role;
