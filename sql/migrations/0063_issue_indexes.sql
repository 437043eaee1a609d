-- Pages of issues that read more the more issues there are, and no longer do.
set local role wuye_owner;

-- Whoever reads the ledger in public asks for no district.
create index issues_public_in_ledger on issues (ledger_no, project, found_on, id) where published_at is not null;
create index issues_public_in_ledger_of_campaign on issues (campaign_id, ledger_no, project, found_on, id) where published_at is not null;
create index issues_public_of_campaign on issues (campaign_id, created_at desc, id desc) where published_at is not null;
create index issues_public_of_estate on issues (estate_id, created_at desc, id desc) where published_at is not null;
create index issues_public_of_firm on issues (responsible_firm_id, created_at desc, id desc) where published_at is not null;
-- What firms and the public must not learn of is looked for among all complaints: by this, among those that are secret or confidential.
create index complaints_hidden on complaints (district_code, id) where secret or confidential;

-- What is open, and what is due, in the order of the ledger: one issue in twenty, and one in forty.
create index issues_open_in_ledger on issues (district_code, ledger_no, project, found_on, id) where state not in ('closed', 'withdrawn');
create index issues_open_in_ledger_of_street on issues (district_code, street_code, ledger_no, project, found_on, id) where state not in ('closed', 'withdrawn');
create index issues_open_in_ledger_of_community on issues (district_code, community_code, ledger_no, project, found_on, id) where state not in ('closed', 'withdrawn');
create index issues_due_in_ledger on issues (district_code, ledger_no, project, found_on, id) where open_due < 'infinity';
create index issues_due_in_ledger_of_street on issues (district_code, street_code, ledger_no, project, found_on, id) where open_due < 'infinity';
create index issues_due_in_ledger_of_community on issues (district_code, community_code, ledger_no, project, found_on, id) where open_due < 'infinity';
create index issues_in_ledger_of_estate on issues (district_code, estate_id, ledger_no, project, found_on, id) where estate_id is not null;

-- Lists by state: an array of states keeps no order of an index that has the state before the day, so what is in the state was all read and sorted.
create index issues_open_of_street on issues (district_code, street_code, created_at desc, id desc) where state not in ('closed', 'withdrawn');
create index issues_open_of_community on issues (district_code, community_code, created_at desc, id desc) where state not in ('closed', 'withdrawn');

-- Counts: what is overdue of a campaign, and the tallies of a street or a community.
create index issues_overdue_of_campaign on issues (district_code, campaign_id, open_due) include (ledger, street_code, rolled_up, withheld) where open_due < 'infinity';
create index issue_tallies_of_street on issue_tallies (district_code, street_code);
create index issue_tallies_of_community on issue_tallies (district_code, community_code);

reset role;
