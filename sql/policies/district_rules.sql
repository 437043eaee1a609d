-- The common ones ('*') and the district's own are for whoever is held to them, by domain; the district sets its own, ends them, and withdraws what has not begun.
set role wuye_owner;

revoke all on district_rules from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on district_rules to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform;
grant insert, update (effective_to, withdrawn_at, withdrawn_because) on district_rules to wuye_district;

drop policy if exists district_rules_read on district_rules;
create policy district_rules_read on district_rules for select to wuye_district, wuye_street, wuye_community
    using (district_code in ((select current_district()), '*'));
-- How often officials may look at personal data is not a firm's business.
drop policy if exists district_rules_of_firms on district_rules;
create policy district_rules_of_firms on district_rules for select to wuye_company
    using (district_code in ((select current_district()), '*') and domain in ('complaint', 'duty', 'estate', 'attachment', 'contract', 'issue', 'ranking', 'suspension', 'disclosure'));
drop policy if exists district_rules_of_hotlines on district_rules;
create policy district_rules_of_hotlines on district_rules for select to wuye_hotline
    using (district_code in ((select current_district()), '*') and domain in ('complaint', 'estate', 'attachment', 'contract'));
drop policy if exists district_rules_of_platforms on district_rules;
create policy district_rules_of_platforms on district_rules for select to wuye_platform
    using (district_code in ((select current_district()), '*') and domain in ('complaint', 'duty', 'estate', 'contract', 'issue', 'ranking', 'suspension'));
drop policy if exists district_rules_sets on district_rules;
create policy district_rules_sets on district_rules for insert to wuye_district
    with check (district_code = (select current_district()));
drop policy if exists district_rules_ends on district_rules;
create policy district_rules_ends on district_rules for update to wuye_district
    using (district_code = (select current_district()));

reset role;
