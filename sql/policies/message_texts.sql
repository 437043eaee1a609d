-- As personal.complainants: the hotline puts in and cannot read back; those who may open it are those who see the message, a firm not among them.
set role wuye_owner;

revoke all on personal.message_texts from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on personal.message_texts to wuye_district, wuye_street, wuye_community;
grant insert on personal.message_texts to wuye_hotline;

drop policy if exists message_texts_seen on personal.message_texts;
create policy message_texts_seen on personal.message_texts for select to wuye_district, wuye_street, wuye_community
    using (district_code = (select current_district()) and exists (select from public.hotline_messages m where m.district_code = message_texts.district_code and m.id = message_texts.message_id));
drop policy if exists message_texts_hotline on personal.message_texts;
create policy message_texts_hotline on personal.message_texts for insert to wuye_hotline
    with check (district_code = (select current_district()));

reset role;
