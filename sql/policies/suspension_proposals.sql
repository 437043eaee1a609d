-- The authorities see what is proposed against firms, a firm what was decided about itself, not by whom; the city platform what
-- was confirmed. Nobody writes here: functions do.
set role wuye_owner;

revoke all on suspension_proposals from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on suspension_proposals to wuye_district, wuye_street, wuye_community;
grant select (district_code, id, firm_id, kind, cause, quarter, criteria, grounds, rules, evidence, evidence_hash, state, proposed_at, decided_at, decision_reason, valid_from, valid_to, access_id,
              lifted_at, lift_reason, lifted_from, version, updated_at) on suspension_proposals to wuye_company;

grant select (district_code, id, firm_id, kind, cause, quarter, criteria, evidence_hash, state, decided_at, valid_from, valid_to, lifted_at, lifted_from, version, updated_at)
    on suspension_proposals to wuye_platform;

drop policy if exists suspension_proposals_platform on suspension_proposals;
create policy suspension_proposals_platform on suspension_proposals for select to wuye_platform
    using (district_code = (select current_district()) and state in ('confirmed', 'lifted'));
drop policy if exists suspension_proposals_read on suspension_proposals;
create policy suspension_proposals_read on suspension_proposals for select to wuye_district, wuye_street, wuye_community
    using (district_code = (select current_district()));
drop policy if exists suspension_proposals_company on suspension_proposals;
create policy suspension_proposals_company on suspension_proposals for select to wuye_company
    using (district_code = (select current_district()) and firm_id = (select current_firm()) and decided_at is not null);

reset role;
