-- Sealed, and even so only for those who may open them: whoever of district, street and community sees the complaint. The hotline puts in and
-- cannot read back, and who took a complaint down himself puts in as it does. No other role may so much as look into the schema.
set role wuye_owner;

revoke all on personal.complainants from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on personal.complainants to wuye_district, wuye_street, wuye_community;
grant insert on personal.complainants to wuye_hotline, wuye_district, wuye_street, wuye_community;

drop policy if exists complainants_seen on personal.complainants;
create policy complainants_seen on personal.complainants for select to wuye_district, wuye_street, wuye_community
    using (district_code = (select current_district()) and exists (select from public.complaints c where c.district_code = complainants.district_code and c.id = complainants.complaint_id));
drop policy if exists complainants_hotline on personal.complainants;
create policy complainants_hotline on personal.complainants for insert to wuye_hotline, wuye_district, wuye_street, wuye_community
    with check (district_code = (select current_district()));

reset role;
