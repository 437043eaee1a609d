-- What each of the two persons entered: neither reads the other's, nor does anybody else.
set role wuye_owner;

revoke all on vote_paper_entries from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;

drop policy if exists vote_paper_entries_nobody on vote_paper_entries;
create policy vote_paper_entries_nobody on vote_paper_entries using (false);

reset role;
