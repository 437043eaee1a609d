-- What market access may become, and by whom: known to those who decide or propose.
set role wuye_owner;

revoke all on market_access_transitions from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on market_access_transitions to wuye_district, wuye_street, wuye_community;

drop policy if exists market_access_transitions_read on market_access_transitions;
create policy market_access_transitions_read on market_access_transitions for select to wuye_district, wuye_street, wuye_community using (true);

reset role;
