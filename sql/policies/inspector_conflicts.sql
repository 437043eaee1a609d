-- Why somebody keeps away from somebody: for the district, and for the street whose inspector it is. Nobody writes here: the functions in sql/functions/inspectors.sql do.
set role wuye_owner;

revoke all on inspector_conflicts from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on inspector_conflicts to wuye_district, wuye_street;

drop policy if exists inspector_conflicts_district on inspector_conflicts;
create policy inspector_conflicts_district on inspector_conflicts for select to wuye_district
    using (district_code = (select current_district()));
drop policy if exists inspector_conflicts_street on inspector_conflicts;
create policy inspector_conflicts_street on inspector_conflicts for select to wuye_street
    using (district_code = (select current_district())
        and exists (select from inspectors i where i.district_code = inspector_conflicts.district_code and i.id = inspector_conflicts.inspector_id and i.street_code = (select current_street())));

reset role;
