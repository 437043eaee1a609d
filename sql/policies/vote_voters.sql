-- Whose code is whose: no role reads it; the functions of votes.sql do.
set role wuye_owner;

revoke all on vote_voters from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;

drop policy if exists vote_voters_nobody on vote_voters;
create policy vote_voters_nobody on vote_voters using (false);

reset role;
