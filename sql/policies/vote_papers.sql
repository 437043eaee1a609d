-- Ballots on paper under way: authorities of the place have them through vote_paper_lines(), without what was entered. No role reads the table.
set role wuye_owner;

revoke all on vote_papers from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;

drop policy if exists vote_papers_nobody on vote_papers;
create policy vote_papers_nobody on vote_papers using (false);

reset role;
