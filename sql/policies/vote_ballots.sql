-- What was chosen: what of it is public is told by motion_proof() after the closing. No role reads the table.
set role wuye_owner;

revoke all on vote_ballots from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;

drop policy if exists vote_ballots_nobody on vote_ballots;
create policy vote_ballots_nobody on vote_ballots using (false);

reset role;
