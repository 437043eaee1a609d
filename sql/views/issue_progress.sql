-- What counts of issues are made from: tallies and moves for authorities, for the city platform without what is withheld; a firm, which has neither, counts the issues that it sees.
set role wuye_owner;

drop view if exists as_company.issue_sums_now, as_community.issue_sums_now, as_platform.issue_sums_now, issue_sums_now cascade;
drop view if exists as_company.issue_areas, as_platform.issue_areas, issue_areas cascade;
drop view if exists as_company.issues_past_due, issues_past_due cascade;
drop view if exists as_company.issue_counts, as_platform.issue_counts, issue_counts cascade;
create view issue_counts with (security_invoker = true) as
select t.district_code, t.campaign_id, t.ledger, t.level, t.street_code, t.community_code, t.responsible_kind, t.severity, t.rolled_up, t.state, t.n
from issue_tallies t
union all
select m.district_code, m.campaign_id, m.ledger, m.level, m.street_code, m.community_code, m.responsible_kind, m.severity, m.rolled_up, m.state, m.n
from issue_moves m;
revoke all on issue_counts from wuye_member;
grant select on issue_counts to wuye_district, wuye_street, wuye_community;

create view as_platform.issue_counts with (security_invoker = true) as
select t.district_code, t.campaign_id, t.ledger, t.level, t.street_code, t.community_code, t.responsible_kind, t.severity, t.rolled_up, t.state, t.n
from issue_tallies t
where not t.withheld
union all
select m.district_code, m.campaign_id, m.ledger, m.level, m.street_code, m.community_code, m.responsible_kind, m.severity, m.rolled_up, m.state, m.n
from issue_moves m
where not m.withheld
union all
select u.district_code, u.campaign_id, u.ledger, u.level, u.street_code, u.community_code, u.responsible_kind, u.severity, u.rolled_up, s.state, -1
from issues_untold(null) u
cross join lateral (values (u.state, true), ('overdue', u.overdue_counted)) s (state, holds)
where s.holds;
grant select on as_platform.issue_counts to wuye_platform;

create view as_company.issue_counts with (security_invoker = true) as
select i.district_code, coalesce(i.campaign_id, '00000000-0000-0000-0000-000000000000') as campaign_id, i.ledger, i.level, coalesce(i.street_code, '') as street_code,
    coalesce(i.community_code, '') as community_code, coalesce(i.responsible_kind, '') as responsible_kind, i.severity, i.rolled_up, i.state, 1::bigint as n
from issues i;
grant select on as_company.issue_counts to wuye_company;

-- The same without community, responsible kind and severity; whole: without streets, too. Whoever has no sums adds up what it counts.
create view issue_sums_now with (security_invoker = true) as
select t.district_code, t.campaign_id, t.ledger, t.level, t.street_code, t.rolled_up, t.state, t.n, t.withheld, t.street_code = '*' as whole
from issue_sums t
union all
select m.district_code, m.campaign_id, m.ledger, m.level, m.street_code, m.rolled_up, m.state, m.n, m.withheld, w.whole
from issue_moves m
cross join (values (true), (false)) w (whole);
revoke all on issue_sums_now from wuye_member;
grant select on issue_sums_now to wuye_district, wuye_street;

create view as_platform.issue_sums_now with (security_invoker = true) as
select t.district_code, t.campaign_id, t.ledger, t.level, t.street_code, t.rolled_up, t.state, t.n, t.withheld, t.whole
from issue_sums_now t
where not t.withheld
union all
select u.district_code, u.campaign_id, u.ledger, u.level, u.street_code, u.rolled_up, s.state, -1, false, w.whole
from issues_untold(null) u
cross join lateral (values (u.state, true), ('overdue', u.overdue_counted)) s (state, holds)
cross join (values (true), (false)) w (whole)
where s.holds;
grant select on issue_sums_now, as_platform.issue_sums_now to wuye_platform;

-- By area, whatever the campaign. reach: community, street (community '*') or all (street '*', too); every_ledger: ledger '*'. One of them is to be picked, for each counts the same.
create view issue_areas with (security_invoker = true) as
select t.district_code, t.ledger, t.level, t.street_code, t.community_code, t.rolled_up, t.state, t.n, t.withheld, t.every_ledger, t.reach
from issue_area_sums t
union all
select m.district_code, m.ledger, m.level, m.street_code, m.community_code, m.rolled_up, m.state, m.n, m.withheld, e.every_ledger, r.reach
from issue_moves m
cross join (values (true), (false)) e (every_ledger)
cross join (values ('community'), ('street'), ('all')) r (reach);
revoke all on issue_areas from wuye_member;
grant select on issue_areas to wuye_district, wuye_street, wuye_community, wuye_platform;

create view as_platform.issue_areas with (security_invoker = true) as
select a.* from issue_areas a where not a.withheld
union all
select u.district_code, u.ledger, u.level, u.street_code, u.community_code, u.rolled_up, s.state, -1, false, e.every_ledger, r.reach
from issues_untold(null) u
cross join lateral (values (u.state, true), ('overdue', u.overdue_counted)) s (state, holds)
cross join (values (true), (false)) e (every_ledger)
cross join (values ('community'), ('street'), ('all')) r (reach)
where s.holds;
grant select on as_platform.issue_areas to wuye_platform;

create view as_company.issue_areas with (security_invoker = true) as
select c.district_code, c.ledger, c.level, c.street_code, c.community_code, c.rolled_up, c.state, c.n, false as withheld, false as every_ledger, 'community' as reach
from as_company.issue_counts c;
grant select on as_company.issue_areas to wuye_company;

-- Whose day is past and which no tally counts as overdue yet; a firm, which has no tallies, counts all that it sees.
create view issues_past_due with (security_invoker = true) as
select i.district_code, i.campaign_id, i.ledger, i.level, i.street_code, i.community_code, i.responsible_kind, i.severity, i.rolled_up, i.uncounted_due as open_due
from issues i
where i.uncounted_due < 'infinity';
revoke all on issues_past_due from wuye_member;
grant select on issues_past_due to wuye_district, wuye_street, wuye_community, wuye_platform;

create view as_company.issues_past_due with (security_invoker = true) as
select i.district_code, i.campaign_id, i.ledger, i.level, i.street_code, i.community_code, i.responsible_kind, i.severity, i.rolled_up, i.open_due
from issues i
where i.open_due < 'infinity';
grant select on as_company.issues_past_due to wuye_company;

do $$
declare
    caller text;
begin
    foreach caller in array '{company,community}'::text[] loop
        execute format('create view as_%1$s.issue_sums_now with (security_invoker = true) as '
                       'select c.district_code, c.campaign_id, c.ledger, c.level, c.street_code, c.rolled_up, c.state, c.n, false as withheld, false as whole from %2$s c', caller,
                       case caller when 'company' then 'as_company.issue_counts' else 'issue_counts' end);
        execute format('grant select on as_%1$s.issue_sums_now to wuye_%1$s', caller);
    end loop;
end $$;

reset role;
