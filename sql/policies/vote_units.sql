-- Who owns what: authorities of the place have the units through motion_unit_lines(), without the owner. No role reads the table.
set role wuye_owner;

revoke all on vote_units from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;

drop policy if exists vote_units_nobody on vote_units;
create policy vote_units_nobody on vote_units using (false);

reset role;
