-- What owners object to a result, for the authorities of the place: never whose objection it is, not to anybody.
set role wuye_owner;

revoke all on vote_objections from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select (district_code, id, motion_id, street_code, community_code, text, raised_on, state, answer, decided_at, version, updated_at) on vote_objections to wuye_district, wuye_street, wuye_community;

drop policy if exists vote_objections_district on vote_objections;
create policy vote_objections_district on vote_objections for select to wuye_district
    using (district_code = (select current_district()));
drop policy if exists vote_objections_street on vote_objections;
create policy vote_objections_street on vote_objections for select to wuye_street
    using (district_code = (select current_district()) and street_code = (select current_street()));
drop policy if exists vote_objections_community on vote_objections;
create policy vote_objections_community on vote_objections for select to wuye_community
    using (district_code = (select current_district()) and community_code = (select current_community()));

reset role;
