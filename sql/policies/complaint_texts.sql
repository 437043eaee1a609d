-- Whoever sees the complaint sees its masked text, except the city platform, which reads none.
set role wuye_owner;

revoke all on complaint_texts from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on complaint_texts to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline;
grant insert on complaint_texts to wuye_hotline, wuye_district, wuye_street, wuye_community;

drop policy if exists complaint_texts_seen on complaint_texts;
create policy complaint_texts_seen on complaint_texts for select to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline
    using (district_code = (select current_district()) and exists (select from complaints c where c.district_code = complaint_texts.district_code and c.id = complaint_texts.complaint_id));
drop policy if exists complaint_texts_hotline on complaint_texts;
create policy complaint_texts_hotline on complaint_texts for insert to wuye_hotline, wuye_district, wuye_street, wuye_community
    with check (district_code = (select current_district()));

reset role;
