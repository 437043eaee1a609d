-- Where the chain stands: no role reads it.
set role wuye_owner;

revoke all on vote_chains from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;

drop policy if exists vote_chains_nobody on vote_chains;
create policy vote_chains_nobody on vote_chains using (false);

reset role;
