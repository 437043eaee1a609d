-- Which moves there are; the functions ask.
set role wuye_owner;

revoke all on fund_transitions from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on fund_transitions to wuye_district;

drop policy if exists fund_transitions_read on fund_transitions;
create policy fund_transitions_read on fund_transitions for select to wuye_district
    using (true);

reset role;
