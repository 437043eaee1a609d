-- Which moves there are; the district makes them.
set role wuye_owner;

revoke all on credit_list_transitions from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on credit_list_transitions to wuye_district;

drop policy if exists credit_list_transitions_read on credit_list_transitions;
create policy credit_list_transitions_read on credit_list_transitions for select to wuye_district
    using (true);

reset role;
