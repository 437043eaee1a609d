-- That a draw is committed, from what, and what becomes of it is public, cancelled ones too; who did it is for the district and streets. Nobody writes here: the functions in
-- sql/functions/draws.sql do.
set role wuye_owner;

revoke all on draws from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on draws to wuye_district, wuye_street;
grant select (district_code, id, title, basis, street_code, campaign_id, redraw_of, wanted, public_value_source, not_before, as_of, rulebook_id, target_count, inspector_count, team_size, targets,
    target_weight, inspectors, inspector_weight, pool_hash, commitment, state, committed_at, drawn_at, published_at, cancelled_at, cancelled_reason, version, updated_at)
    on draws to wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public;

drop policy if exists draws_read on draws;
create policy draws_read on draws for select to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform
    using (district_code = (select current_district()));
drop policy if exists draws_public on draws;
create policy draws_public on draws for select to wuye_public
    using (true);

reset role;
