-- Authorities of the district see all records of firms, their projects and their people; members of committees only those of their own area; a firm what is its own, once
-- it was told; the platform what is in force. Which columns stays with the grants: a firm gets neither what a record came from nor who proposed or decided it.
set role wuye_owner;

revoke all on credit_records from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select, insert on credit_records to wuye_district, wuye_street, wuye_community, wuye_hotline;
grant update on credit_records to wuye_district, wuye_street;
grant insert on credit_records to wuye_company;
grant select (district_code, id, rulebook_id, item_code, title_zh, title_en, category, severity, veto, subject_kind, subject_id, firm_id, estate_id, occurred_on, level, measure,
    reference_points, points, assessor, source, source_ref, facts, basis, evidence, state, proposed_role, proposed_at, confirmed_at, notified_at, notice_no, notice_seq, rectify_by,
    objection_until, publicity_from, publicity_until, objected_at, objection_grounds, objection_evidence, decision_due, repair_applied_at, repair_note, circulated_on,
    valid_from, valid_to, ended_at, end_reason, version, updated_at) on credit_records to wuye_company;
grant select (district_code, id, rulebook_id, item_code, title_zh, title_en, category, severity, veto, subject_kind, subject_id, firm_id, estate_id, occurred_on, level, measure,
    reference_points, points, assessor, source, facts, basis, state, street_code, community_code, confirmed_at, notified_at, notice_no, rectify_by, objection_until, publicity_from,
    publicity_until, circulated_on, valid_from, valid_to, version, updated_at) on credit_records to wuye_platform;
grant update (state, version, updated_at, objected_at, objection_grounds, objection_evidence, decision_due, repair_applied_at, repair_note) on credit_records to wuye_company;

drop policy if exists credit_records_district on credit_records;
create policy credit_records_district on credit_records for select to wuye_district
    using (district_code = (select current_district()));
drop policy if exists credit_records_street on credit_records;
create policy credit_records_street on credit_records for select to wuye_street
    using (district_code = (select current_district()) and (subject_kind <> 'committee_member' or street_code = (select current_street())));
drop policy if exists credit_records_community on credit_records;
create policy credit_records_community on credit_records for select to wuye_community
    using (district_code = (select current_district()) and (subject_kind <> 'committee_member' or community_code = (select current_community())));
drop policy if exists credit_records_company on credit_records;
create policy credit_records_company on credit_records for select to wuye_company
    using (district_code = (select current_district()) and firm_id = (select current_firm()) and (state not in ('lead', 'proposed', 'confirmed', 'dismissed') or proposed_role = 'company'));
drop policy if exists credit_records_hotline on credit_records;
create policy credit_records_hotline on credit_records for select to wuye_hotline
    using (district_code = (select current_district()) and proposed_by = (select current_user_id()));
drop policy if exists credit_records_platform on credit_records;
create policy credit_records_platform on credit_records for select to wuye_platform
    using (district_code = (select current_district()) and subject_kind in ('firm', 'project') and (state in ('effective', 'repair_applied') or state = 'notified' and publicity_until < current_date)
           and coalesce(valid_to >= current_date, true));
drop policy if exists credit_records_made on credit_records;
create policy credit_records_made on credit_records for insert to wuye_district, wuye_street, wuye_community, wuye_hotline
    with check (district_code = (select current_district()) and proposed_by = (select current_user_id()));
drop policy if exists credit_records_made_own on credit_records;
create policy credit_records_made_own on credit_records for insert to wuye_company
    with check (district_code = (select current_district()) and firm_id = (select current_firm()) and category <> 'bad' and proposed_by = (select current_user_id()) and proposed_role = 'company');
drop policy if exists credit_records_moves on credit_records;
create policy credit_records_moves on credit_records for update to wuye_district
    using (district_code = (select current_district()));
-- Whoever may not move it any more still locks it, and is told the state that stands.
drop policy if exists credit_records_moves_street on credit_records;
create policy credit_records_moves_street on credit_records for update to wuye_street
    using (district_code = (select current_district()) and street_code = (select current_street()))
    with check (district_code = (select current_district()) and street_code = (select current_street()) and state in ('proposed', 'dismissed'));
drop policy if exists credit_records_moves_own on credit_records;
create policy credit_records_moves_own on credit_records for update to wuye_company
    using (district_code = (select current_district()) and firm_id = (select current_firm()) and (state not in ('lead', 'proposed', 'confirmed', 'dismissed') or proposed_role = 'company'))
    with check (district_code = (select current_district()) and firm_id = (select current_firm()) and state in ('objected', 'repair_applied'));

reset role;
