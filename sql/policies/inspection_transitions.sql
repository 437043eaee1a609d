-- Which moves there are; the owner's functions go by them.
set role wuye_owner;

revoke all on inspection_transitions from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on inspection_transitions to wuye_district;

drop policy if exists inspection_transitions_read on inspection_transitions;
create policy inspection_transitions_read on inspection_transitions for select to wuye_district
    using (true);

reset role;
