-- Whoever sees the form.
set role wuye_owner;

revoke all on three_form_units from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on three_form_units to wuye_district, wuye_street, wuye_community, wuye_company;
grant insert on three_form_units to wuye_company;
grant update (on_site_at, result, note, answered_at) on three_form_units to wuye_street;

drop policy if exists three_form_units_seen on three_form_units;
create policy three_form_units_seen on three_form_units for select to wuye_district, wuye_street, wuye_community, wuye_company
    using (district_code = (select current_district())
           and exists (select from three_forms o where o.district_code = three_form_units.district_code and o.id = three_form_units.three_form_id));
drop policy if exists three_form_units_told on three_form_units;
create policy three_form_units_told on three_form_units for insert to wuye_company
    with check (district_code = (select current_district())
           and exists (select from three_forms o where o.district_code = three_form_units.district_code and o.id = three_form_units.three_form_id) and answered_at is null);
drop policy if exists three_form_units_answered on three_form_units;
create policy three_form_units_answered on three_form_units for update to wuye_street
    using (district_code = (select current_district())
           and exists (select from three_forms o where o.district_code = three_form_units.district_code and o.id = three_form_units.three_form_id));

reset role;
