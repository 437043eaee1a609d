-- The last pages of issues that read more the more issues there are: what is published, newest first, in a street or a community; what a firm counts, which is
-- read from an index that has all of it; and what the public counts, from sums that are kept without streets.
set local role wuye_owner;

create index issues_published_of_street on issues (district_code, street_code, created_at desc, id desc) where published_at is not null;
create index issues_published_of_community on issues (district_code, community_code, created_at desc, id desc) where published_at is not null;
create index issues_counted_of_firm on issues (district_code, responsible_firm_id)
    include (state, campaign_id, ledger, level, street_code, community_code, responsible_kind, severity, rolled_up, open_due, withheld, complaint_id)
    where responsible_firm_id is not null;
create index issue_sums_whole on issue_sums (district_code, campaign_id) where street_code = '*';

reset role;
