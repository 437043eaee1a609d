-- What is put to the owners' vote is public once they are notified of it; drafts are for the authorities of the place. A firm reads what everybody reads.
-- Nobody writes here: the functions of votes.sql do.
set role wuye_owner;

revoke all on motions from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select (district_code, id, estate_id, estate_code, estate_name, street_code, community_code, convener, matter, title, text, secret, contract_id, state, notified_on, opens_on, closes_on, quorum_part, quorum_of, quorum_over, consent_part, consent_of, consent_over, heads, area_m2, units, households, electorate_hash, closed_on, publicity_until, for_heads, for_area_m2, against_heads, against_area_m2, abstain_heads, abstain_area_m2, quorate, passed, ballots_hash, chain_head, effective_on, ended_reason, created_at, version, updated_at)
    on motions to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public;

drop policy if exists motions_district on motions;
create policy motions_district on motions for select to wuye_district
    using (district_code = (select current_district()));
drop policy if exists motions_street on motions;
create policy motions_street on motions for select to wuye_street
    using (district_code = (select current_district()) and (notified_on is not null or street_code = (select current_street())));
drop policy if exists motions_community on motions;
create policy motions_community on motions for select to wuye_community
    using (district_code = (select current_district()) and (notified_on is not null or community_code = (select current_community())));
drop policy if exists motions_told on motions;
create policy motions_told on motions for select to wuye_company, wuye_hotline, wuye_platform
    using (district_code = (select current_district()) and notified_on is not null);
drop policy if exists motions_public on motions;
create policy motions_public on motions for select to wuye_public
    using (notified_on is not null);

reset role;
