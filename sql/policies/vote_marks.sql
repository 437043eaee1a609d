-- Who has voted: authorities of the place have it through motion_unit_lines(). No role reads the table.
set role wuye_owner;

revoke all on vote_marks from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;

drop policy if exists vote_marks_nobody on vote_marks;
create policy vote_marks_nobody on vote_marks using (false);

reset role;
