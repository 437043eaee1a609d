-- A firm's, street's or community's own proposals, and all of them for the district, which decides; a street sees those of its communities.
set role wuye_owner;

revoke all on change_proposals from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on change_proposals to wuye_district, wuye_street, wuye_community, wuye_company;
grant insert on change_proposals to wuye_street, wuye_community, wuye_company;
grant update (state, decided_by, decided_at, decision_reason, version) on change_proposals to wuye_district, wuye_street, wuye_community, wuye_company;

drop policy if exists change_proposals_district on change_proposals;
create policy change_proposals_district on change_proposals for select to wuye_district
    using (district_code = (select current_district()));
drop policy if exists change_proposals_street on change_proposals;
create policy change_proposals_street on change_proposals for select to wuye_street
    using (district_code = (select current_district()) and street_code = (select current_street()));
drop policy if exists change_proposals_community on change_proposals;
create policy change_proposals_community on change_proposals for select to wuye_community
    using (district_code = (select current_district()) and community_code = (select current_community()));
drop policy if exists change_proposals_company on change_proposals;
create policy change_proposals_company on change_proposals for select to wuye_company
    using (district_code = (select current_district()) and firm_id = (select current_firm()));

drop policy if exists change_proposals_asks_street on change_proposals;
create policy change_proposals_asks_street on change_proposals for insert to wuye_street
    with check (district_code = (select current_district()) and street_code = (select current_street()) and community_code is null and state = 'proposed');
drop policy if exists change_proposals_asks_community on change_proposals;
create policy change_proposals_asks_community on change_proposals for insert to wuye_community
    with check (district_code = (select current_district()) and community_code = (select current_community()) and state = 'proposed');
drop policy if exists change_proposals_asks_company on change_proposals;
create policy change_proposals_asks_company on change_proposals for insert to wuye_company
    with check (district_code = (select current_district()) and firm_id = (select current_firm()) and state = 'proposed');

drop policy if exists change_proposals_decides on change_proposals;
create policy change_proposals_decides on change_proposals for update to wuye_district
    using (district_code = (select current_district()));
drop policy if exists change_proposals_withdraws_street on change_proposals;
create policy change_proposals_withdraws_street on change_proposals for update to wuye_street
    using (district_code = (select current_district()) and street_code = (select current_street()) and community_code is null)
    with check (state in ('proposed', 'withdrawn'));
drop policy if exists change_proposals_withdraws_community on change_proposals;
create policy change_proposals_withdraws_community on change_proposals for update to wuye_community
    using (district_code = (select current_district()) and community_code = (select current_community()))
    with check (state in ('proposed', 'withdrawn'));
drop policy if exists change_proposals_withdraws_company on change_proposals;
create policy change_proposals_withdraws_company on change_proposals for update to wuye_company
    using (district_code = (select current_district()) and firm_id = (select current_firm()))
    with check (state in ('proposed', 'withdrawn'));

reset role;
