-- The chain: told by motion_proof() after the closing. No role reads the table.
set role wuye_owner;

revoke all on vote_entries from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;

drop policy if exists vote_entries_nobody on vote_entries;
create policy vote_entries_nobody on vote_entries using (false);

reset role;
