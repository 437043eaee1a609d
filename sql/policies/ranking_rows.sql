-- The authorities and the platform see every estate's place. A firm sees, once it is published, that of estates which it served in the quarter or has a share of, without flags and without
-- whose the other shares are; as everybody, no count so small that it tells of one household: complaints that are secret, which it may not know of, are counted too. Nobody writes here: functions do.
set role wuye_owner;

revoke all on ranking_rows from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on ranking_rows to wuye_district, wuye_street, wuye_community, wuye_platform;
grant select (district_code, ranking_id, estate_id, estate_code, estate_name, street_code, community_code, position, rank, listed, counted, counted_raw, counted_merged, households,
              per_1000_households) on ranking_rows to wuye_company;

drop policy if exists ranking_rows_read on ranking_rows;
create policy ranking_rows_read on ranking_rows for select to wuye_district, wuye_street, wuye_community, wuye_platform
    using (district_code = (select current_district()));
drop policy if exists ranking_rows_company on ranking_rows;
create policy ranking_rows_company on ranking_rows for select to wuye_company
    using (district_code = (select current_district()) and (select current_firm()) = any (firm_ids)
           and exists (select from ranking_snapshots s where s.district_code = ranking_rows.district_code and s.id = ranking_rows.ranking_id
                       and (ranking_rows.listed or ranking_rows.counted >= (s.method ->> 'public_least')::integer)));

reset role;
