-- The district and the city platform see all of the district's; street and community what is in their area or was nominated there, firms that manage there and their people; a firm what is
-- about itself and what it nominated. Everybody sees what is, or was, in publicity and still stands; of people authorities alone. Nobody writes here: the functions of awards.sql do.
set role wuye_owner;

revoke all on award_nominations from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on award_nominations to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public;

drop policy if exists award_nominations_district on award_nominations;
create policy award_nominations_district on award_nominations for select to wuye_district, wuye_platform
    using (district_code = (select current_district()));
drop policy if exists award_nominations_street on award_nominations;
create policy award_nominations_street on award_nominations for select to wuye_street
    using (district_code = (select current_district())
        and (state in ('publicity', 'objected', 'granted') or street_code = (select current_street())
            or subject_kind in ('firm', 'staff') and firm_id in (
                select c.firm_id
                from contract_estates m
                join contracts c on c.district_code = m.district_code and c.id = m.contract_id
                join estates e on e.district_code = m.district_code and e.id = m.estate_id
                where m.district_code = (select current_district()) and m.in_force and m.service_period @> (now() at time zone 'Asia/Shanghai')::date and e.street_code = (select current_street()))));
drop policy if exists award_nominations_community on award_nominations;
create policy award_nominations_community on award_nominations for select to wuye_community
    using (district_code = (select current_district())
        and (state in ('publicity', 'objected', 'granted') or community_code = (select current_community())
            or subject_kind in ('firm', 'staff') and firm_id in (
                select c.firm_id
                from contract_estates m
                join contracts c on c.district_code = m.district_code and c.id = m.contract_id
                join estates e on e.district_code = m.district_code and e.id = m.estate_id
                where m.district_code = (select current_district()) and m.in_force and m.service_period @> (now() at time zone 'Asia/Shanghai')::date and e.community_code = (select current_community()))));
drop policy if exists award_nominations_company on award_nominations;
create policy award_nominations_company on award_nominations for select to wuye_company
    using (district_code = (select current_district()) and (firm_id = (select current_firm()) or nominator_firm = (select current_firm()) or state in ('publicity', 'objected', 'granted') and subject_kind not in ('staff', 'committee_member')));
drop policy if exists award_nominations_hotline on award_nominations;
create policy award_nominations_hotline on award_nominations for select to wuye_hotline
    using (district_code = (select current_district()) and state in ('publicity', 'objected', 'granted') and subject_kind not in ('staff', 'committee_member'));
drop policy if exists award_nominations_public on award_nominations;
create policy award_nominations_public on award_nominations for select to wuye_public
    using (state in ('publicity', 'objected', 'granted') and subject_kind not in ('staff', 'committee_member'));

reset role;
