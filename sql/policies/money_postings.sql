-- The district and the city platform see every posting; a street and a firm those that concern it. Nobody writes here: money_post() does.
set role wuye_owner;

revoke all on money_postings from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on money_postings to wuye_district, wuye_street, wuye_platform;
-- A firm is told of no person, nor what officials note for themselves.
grant select (district_code, id, number, cause_kind, cause_id, step, part, purse_kind, purse_id, debit_id, credit_id, amount, street_code, firm_id, booked_on, bank_reference, posted_at)
    on money_postings to wuye_company;

drop policy if exists money_postings_all on money_postings;
create policy money_postings_all on money_postings for select to wuye_district, wuye_platform
    using (district_code = (select current_district()));
drop policy if exists money_postings_street on money_postings;
create policy money_postings_street on money_postings for select to wuye_street
    using (district_code = (select current_district()) and street_code = (select current_street()));
drop policy if exists money_postings_company on money_postings;
create policy money_postings_company on money_postings for select to wuye_company
    using (district_code = (select current_district()) and firm_id = (select current_firm()));

reset role;
