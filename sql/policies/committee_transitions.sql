-- Which steps there are; the owner's functions go by them.
set role wuye_owner;

revoke all on committee_transitions from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on committee_transitions to wuye_district, wuye_street, wuye_community;

drop policy if exists committee_transitions_read on committee_transitions;
create policy committee_transitions_read on committee_transitions for select to wuye_district, wuye_street, wuye_community
    using (true);

reset role;
