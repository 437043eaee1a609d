-- Which moves there are is no secret.
set role wuye_owner;

revoke all on award_transitions from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on award_transitions to wuye_district, wuye_street, wuye_community, wuye_company;

drop policy if exists award_transitions_read on award_transitions;
create policy award_transitions_read on award_transitions for select to wuye_district, wuye_street, wuye_community, wuye_company
    using (true);

reset role;
