-- D06, I05. Firms as the city platform takes them over. Views of this schema are read as the city platform, whose grants and row security hold; what they say in their own `where` is what it
-- may know of, so that the log of changes, which is written by the owner, tells of nothing else.
set role wuye_owner;

drop view if exists exchange.firms;
create view exchange.firms with (security_invoker = true) as
select f.district_code, f.id, f.uscc, f.name, f.locality, f.registered_division, f.service_hotline, f.party_org, f.party_org_since, f.market_access, f.status, f.entry, f.version, f.created_at, f.updated_at
from public.firms f;
grant select on exchange.firms to wuye_district, wuye_platform;

reset role;
