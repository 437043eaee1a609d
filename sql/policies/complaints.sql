-- A complaint about a leak or retaliation (confidential) is the district's alone; the hotline knows what it sent itself. A firm sees what happened under its
-- contract, but nothing secret and nothing that no category of ours covers yet: it could turn out to be about the firm's own retaliation. Which columns
-- stays with the grants: a firm gets neither the hotline's number nor the place, the city platform no text.
set role wuye_owner;

revoke all on complaints from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on complaints to wuye_district, wuye_street, wuye_community, wuye_hotline;
grant select (district_code, id, source, round, request_type, category, urgency, state, occurred_at, received_at, due_at, result, satisfaction, street_code, community_code, estate_id, firm_id, secret, confidential, validity, master_id, repeated, version, created_at, updated_at, title) on complaints to wuye_company;
grant select (district_code, id, source, round, request_type, category, urgency, state, occurred_at, received_at, due_at, result, satisfaction, street_code, community_code, estate_id, firm_id, secret, confidential, validity, master_id, repeated, version, created_at, updated_at, ticket_no, external_category, leader_instruction, group_petition, opinion_event, anonymous, assigned_to, returns, contacted_at, closed_at, signed_at, reported_at, reported_result,
    dispatched_at, complex, designated, first_signed_at, clock_at, due_provisional, warn_at, alarm_at, stopped_at, asked_due_at, extended_to, handle_by, in_hands_of) on complaints to wuye_platform;
grant insert, update (round, state, secret, confidential, leader_instruction, group_petition, opinion_event, version, updated_at) on complaints to wuye_hotline;
grant update (state, version, updated_at, assigned_to, first_receiver_id, first_receiver_name, returns, dispatched_at, signed_at, contacted_at, reported_at, reported_result, closed_at, due_at, result, satisfaction, master_id, round, validity,
    complex, designated, first_signed_at, clock_at, due_provisional, warn_at, alarm_at, stopped_at, asked_due_at, extended_to) on complaints to wuye_district, wuye_street, wuye_community, wuye_hotline;
grant update (state, version, updated_at, first_receiver_id, first_receiver_name, signed_at, first_signed_at, contacted_at, asked_due_at, reported_at, reported_result) on complaints to wuye_company;
grant select (assigned_to, returns, contacted_at, closed_at, first_receiver_id, first_receiver_name, signed_at, reported_at, reported_result,
    complex, designated, first_signed_at, clock_at, due_provisional, warn_at, alarm_at, stopped_at, asked_due_at, extended_to, handle_by, in_hands_of) on complaints to wuye_company;
-- From when on a handler's days are counted (sql/functions/outcomes_of_complaints.sql).
grant select (dispatched_at) on complaints to wuye_company;

-- What is pushed to a hotline tells whose ticket it is and what came of it.
grant select (district_code, id, client_id, source, ticket_no, confidential, reported_at, reported_result, closed_at, result, satisfaction) on complaints to wuye_worker;

-- Who takes a complaint down himself, and who maps what came in without a place or a category.
grant insert on complaints to wuye_district, wuye_street, wuye_community;
grant update (category, confidential, estate_id, firm_id, street_code, community_code) on complaints to wuye_district;
grant update (urges, supervisions) on complaints to wuye_hotline;
grant select (urges, supervisions) on complaints to wuye_company;

drop policy if exists complaints_district on complaints;
create policy complaints_district on complaints for select to wuye_district
    using (district_code = (select current_district()));
drop policy if exists complaints_street on complaints;
create policy complaints_street on complaints for select to wuye_street
    using (district_code = (select current_district()) and street_code = (select current_street()) and not confidential);
drop policy if exists complaints_community on complaints;
create policy complaints_community on complaints for select to wuye_community
    using (district_code = (select current_district()) and community_code = (select current_community()) and not confidential);
drop policy if exists complaints_company on complaints;
create policy complaints_company on complaints for select to wuye_company
    using (district_code = (select current_district()) and firm_id = (select current_firm())
           and not secret and not confidential and category is not null);
drop policy if exists complaints_hotline on complaints;
create policy complaints_hotline on complaints for all to wuye_hotline
    using (district_code = (select current_district()) and client_id = (select current_user_id()))
    with check (district_code = (select current_district()) and client_id = (select current_user_id()));
drop policy if exists complaints_platform on complaints;
create policy complaints_platform on complaints for select to wuye_platform
    using (district_code = (select current_district()) and not confidential);
drop policy if exists complaints_worker on complaints;
create policy complaints_worker on complaints for select to wuye_worker using (true);
drop policy if exists complaints_moved_district on complaints;
create policy complaints_moved_district on complaints for update to wuye_district
    using (district_code = (select current_district()));
drop policy if exists complaints_moved_street on complaints;
create policy complaints_moved_street on complaints for update to wuye_street
    using (district_code = (select current_district()) and street_code = (select current_street()) and not confidential);
drop policy if exists complaints_moved_community on complaints;
create policy complaints_moved_community on complaints for update to wuye_community
    using (district_code = (select current_district()) and community_code = (select current_community()) and not confidential);
drop policy if exists complaints_moved_company on complaints;
create policy complaints_moved_company on complaints for update to wuye_company
    using (district_code = (select current_district()) and firm_id = (select current_firm())
           and not secret and not confidential and category is not null);

-- What is about a leak or retaliation may be taken down by anyone; whoever is not of the district does not find it again.
drop policy if exists complaints_taken on complaints;
create policy complaints_taken on complaints for insert to wuye_district
    with check (district_code = (select current_district()) and client_id = (select current_user_id()));
drop policy if exists complaints_taken_street on complaints;
create policy complaints_taken_street on complaints for insert to wuye_street
    with check (district_code = (select current_district()) and client_id = (select current_user_id()) and street_code = (select current_street()));
drop policy if exists complaints_taken_community on complaints;
create policy complaints_taken_community on complaints for insert to wuye_community
    with check (district_code = (select current_district()) and client_id = (select current_user_id()) and community_code = (select current_community()));

reset role;
