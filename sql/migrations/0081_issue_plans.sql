-- Issues in their order, whatever is asked of them beside it: what an index tells after the order (a state, the day something is due, when it was changed last) passes over others without
-- reading their rows. So a page costs what it shows, however many issues there are.
set local role wuye_owner;

-- An estate lies in one community of one street: whoever may read that alone meets all of the estate's, not one of so many.
create statistics issues_area (dependencies) on estate_id, community_code, street_code from issues;

-- One state, or what changed since, newest first.
drop index issues_of_street_newest, issues_of_community, issues_of_firm, issues_of_estate, issues_open_of_street, issues_open_of_community;
create index issues_of_street_newest on issues (district_code, street_code, created_at desc, id desc, updated_at, state);
create index issues_of_community on issues (district_code, community_code, created_at desc, id desc, updated_at, state);
create index issues_of_firm on issues (district_code, responsible_firm_id, created_at desc, id desc, updated_at, state) where responsible_firm_id is not null;
create index issues_of_estate on issues (district_code, estate_id, created_at desc, id desc, state);
create index issues_open_of_street on issues (district_code, street_code, created_at desc, id desc, state) where state not in ('closed', 'withdrawn');
create index issues_open_of_community on issues (district_code, community_code, created_at desc, id desc, state) where state not in ('closed', 'withdrawn');

-- What is overdue, newest first, among the few that are due at all.
create index issues_due_newest on issues (district_code, created_at desc, id desc, open_due) where open_due < 'infinity';
create index issues_due_newest_of_street on issues (district_code, street_code, created_at desc, id desc, open_due) where open_due < 'infinity';
create index issues_due_newest_of_community on issues (district_code, community_code, created_at desc, id desc, open_due) where open_due < 'infinity';

-- A campaign that is over, as the community or the firm: all that is newer is another campaign's.
create index issues_of_campaign_of_community on issues (district_code, campaign_id, community_code, created_at desc, id desc) where campaign_id is not null;
create index issues_of_campaign_of_firm on issues (district_code, campaign_id, responsible_firm_id, created_at desc, id desc) where campaign_id is not null and responsible_firm_id is not null;
create index issues_in_ledger_of_campaign_of_community on issues (district_code, campaign_id, community_code, ledger_no, project, found_on, id) where campaign_id is not null;

analyze issues;
reset role;
