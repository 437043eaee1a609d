-- Rules that whoever acts is held to.
set role wuye_owner;

revoke all on three_form_transitions from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on three_form_transitions to wuye_street, wuye_company;

drop policy if exists three_form_transitions_all on three_form_transitions;
create policy three_form_transitions_all on three_form_transitions for select to wuye_street, wuye_company
    using (true);

reset role;
