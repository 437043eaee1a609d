-- Which moves there are; the owner's functions go by them.
set role wuye_owner;

revoke all on draw_transitions from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on draw_transitions to wuye_district;

drop policy if exists draw_transitions_read on draw_transitions;
create policy draw_transitions_read on draw_transitions for select to wuye_district
    using (true);

reset role;
