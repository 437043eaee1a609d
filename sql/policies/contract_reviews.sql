-- Whoever sees the contract sees what was found; a street says that a notice was done. Who the experts were and who
-- reviewed stays among the authorities: a firm and the city platform are not granted these columns.
set role wuye_owner;

revoke all on contract_reviews from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on contract_reviews to wuye_district, wuye_street, wuye_community;
grant select (district_code, id, contract_id, kind, result, faults, opinion, reviewed_on, notice_no, notice_due, notice_done_on, notice_done_note, created_at)
    on contract_reviews to wuye_company, wuye_platform;
grant insert on contract_reviews to wuye_district;
grant update on contract_reviews to wuye_district, wuye_street;

drop policy if exists contract_reviews_seen on contract_reviews;
create policy contract_reviews_seen on contract_reviews for select to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform
    using (district_code = (select current_district()) and exists (select from contracts c where c.district_code = contract_reviews.district_code and c.id = contract_reviews.contract_id));

drop policy if exists contract_reviews_made on contract_reviews;
create policy contract_reviews_made on contract_reviews for insert to wuye_district
    with check (district_code = (select current_district()) and reviewed_by = (select current_user_id()));

drop policy if exists contract_reviews_done on contract_reviews;
create policy contract_reviews_done on contract_reviews for update to wuye_district, wuye_street
    using (district_code = (select current_district()) and exists (select from contracts c where c.district_code = contract_reviews.district_code and c.id = contract_reviews.contract_id));

reset role;
