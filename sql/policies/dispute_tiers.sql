-- Whoever sees the complaint, save a firm.
set role wuye_owner;

revoke all on dispute_tiers from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select, insert on dispute_tiers to wuye_district, wuye_street, wuye_community;

drop policy if exists dispute_tiers_seen on dispute_tiers;
-- offset 0: by the complaint's key, as in complaint_events.
create policy dispute_tiers_seen on dispute_tiers for select to wuye_district, wuye_street, wuye_community
    using (district_code = (select current_district())
           and exists (select from complaints o where o.district_code = dispute_tiers.district_code and o.id = dispute_tiers.complaint_id offset 0));
drop policy if exists dispute_tiers_own on dispute_tiers;
create policy dispute_tiers_own on dispute_tiers for insert to wuye_district, wuye_street, wuye_community
    with check (district_code = (select current_district())
           and exists (select from complaints o where o.district_code = dispute_tiers.district_code and o.id = dispute_tiers.complaint_id)
           and set_by = (select current_user_id()));

reset role;
