-- Filters of issues, and of their ledger, that were still looked for row by row among what comes before: an index that tells what is asked for after the order passes over others without reading
-- their rows. What is open has such an index in a district, too, and for a firm; what is more than ordinary stands in the order of the ledger by itself, for hazards are nearly all in one action.
-- On a register of hundreds of thousands make them `concurrently` by hand before, under these names: nobody waits then.
set local role wuye_owner;

create index if not exists issues_newest_0091 on issues (district_code, created_at desc, id desc, updated_at, found_on);
create index if not exists issues_of_street_newest_0091 on issues (district_code, street_code, created_at desc, id desc, updated_at, found_on, state, source, responsible_kind);
create index if not exists issues_of_community_0091 on issues (district_code, community_code, created_at desc, id desc, updated_at, found_on, state, source, responsible_kind);
create index if not exists issues_of_firm_0091 on issues (district_code, responsible_firm_id, created_at desc, id desc, updated_at, found_on, state, responsible_kind) where responsible_firm_id is not null;
create index if not exists issues_of_department_0091 on issues (district_code, department, created_at desc, id desc, street_code, community_code, state) where department is not null;
create index if not exists issues_public_0091 on issues (created_at desc, id desc, found_on) where published_at is not null;
create index if not exists issues_public_of_estate_0091 on issues (estate_id, created_at desc, id desc, state) where published_at is not null;

-- What is open, or due: one issue in twenty, so much may be told of each.
create index if not exists issues_open on issues (district_code, created_at desc, id desc, state, campaign_id, severity, source, department) where state not in ('closed', 'withdrawn');
create index if not exists issues_open_of_street_0091 on issues (district_code, street_code, created_at desc, id desc, state, campaign_id, severity, source, department) where state not in ('closed', 'withdrawn');
create index if not exists issues_open_of_community_0091 on issues (district_code, community_code, created_at desc, id desc, state, campaign_id, severity, source, department) where state not in ('closed', 'withdrawn');
create index if not exists issues_open_of_firm on issues (district_code, responsible_firm_id, created_at desc, id desc, state, campaign_id) where state not in ('closed', 'withdrawn') and responsible_firm_id is not null;
create index if not exists issues_due_newest_0091 on issues (district_code, created_at desc, id desc, open_due, campaign_id) where open_due < 'infinity';
create index if not exists issues_due_newest_of_street_0091 on issues (district_code, street_code, created_at desc, id desc, open_due, campaign_id) where open_due < 'infinity';
create index if not exists issues_due_newest_of_community_0091 on issues (district_code, community_code, created_at desc, id desc, open_due, campaign_id) where open_due < 'infinity';

create index if not exists issues_in_ledger_0091 on issues (district_code, ledger_no, project, found_on, id, state, updated_at, due_on, firm_id);
create index if not exists issues_in_ledger_of_street_0091 on issues (district_code, street_code, ledger_no, project, found_on, id, state, updated_at, due_on, firm_id);
create index if not exists issues_in_ledger_of_community_0091 on issues (district_code, community_code, ledger_no, project, found_on, id, state, updated_at, due_on, firm_id);
create index if not exists issues_in_ledger_of_firm_0091 on issues (district_code, responsible_firm_id, ledger_no, project, found_on, id, state, updated_at, due_on) where responsible_firm_id is not null;
create index if not exists issues_in_ledger_of_severity on issues (district_code, severity, ledger_no, project, found_on, id, street_code, campaign_id) where severity <> 'ordinary';
create index if not exists issues_in_ledger_of_severity_of_community on issues (district_code, community_code, severity, ledger_no, project, found_on, id, campaign_id) where severity <> 'ordinary';
create index if not exists issues_public_in_ledger_0091 on issues (ledger_no, project, found_on, id, due_on, firm_id, responsible_firm_id) where published_at is not null;
create index if not exists issues_public_in_ledger_of_estate on issues (estate_id, ledger_no, project, found_on, id) where published_at is not null;
create index if not exists issues_public_open_in_ledger on issues (ledger_no, project, found_on, id, state, campaign_id) where published_at is not null and state not in ('closed', 'withdrawn');
create index if not exists issues_public_due_in_ledger on issues (ledger_no, project, found_on, id, open_due, campaign_id) where published_at is not null and open_due < 'infinity';
create index if not exists issues_public_in_ledger_of_severity on issues (severity, ledger_no, project, found_on, id, campaign_id) where published_at is not null and severity <> 'ordinary';
create index if not exists issues_open_in_ledger_0091 on issues (district_code, ledger_no, project, found_on, id, state, campaign_id) where state not in ('closed', 'withdrawn');
create index if not exists issues_open_in_ledger_of_street_0091 on issues (district_code, street_code, ledger_no, project, found_on, id, state, campaign_id) where state not in ('closed', 'withdrawn');
create index if not exists issues_open_in_ledger_of_community_0091 on issues (district_code, community_code, ledger_no, project, found_on, id, state, campaign_id) where state not in ('closed', 'withdrawn');
create index if not exists issues_due_in_ledger_0091 on issues (district_code, ledger_no, project, found_on, id, open_due, campaign_id) where open_due < 'infinity';
create index if not exists issues_due_in_ledger_of_street_0091 on issues (district_code, street_code, ledger_no, project, found_on, id, open_due, campaign_id) where open_due < 'infinity';
create index if not exists issues_due_in_ledger_of_community_0091 on issues (district_code, community_code, ledger_no, project, found_on, id, open_due, campaign_id) where open_due < 'infinity';

-- Readers go on until here.
drop index issues_newest, issues_of_street_newest, issues_of_community, issues_of_firm, issues_open_of_street, issues_open_of_community, issues_due_newest, issues_due_newest_of_street,
    issues_due_newest_of_community, issues_of_department, issues_in_ledger, issues_in_ledger_of_street, issues_in_ledger_of_community, issues_in_ledger_of_firm, issues_open_in_ledger,
    issues_open_in_ledger_of_street, issues_open_in_ledger_of_community, issues_due_in_ledger, issues_due_in_ledger_of_street, issues_due_in_ledger_of_community, issues_public, issues_public_of_estate,
    issues_public_in_ledger;
alter index issues_newest_0091 rename to issues_newest;
alter index issues_of_street_newest_0091 rename to issues_of_street_newest;
alter index issues_of_community_0091 rename to issues_of_community;
alter index issues_of_firm_0091 rename to issues_of_firm;
alter index issues_of_department_0091 rename to issues_of_department;
alter index issues_public_0091 rename to issues_public;
alter index issues_public_of_estate_0091 rename to issues_public_of_estate;
alter index issues_open_of_street_0091 rename to issues_open_of_street;
alter index issues_open_of_community_0091 rename to issues_open_of_community;
alter index issues_due_newest_0091 rename to issues_due_newest;
alter index issues_due_newest_of_street_0091 rename to issues_due_newest_of_street;
alter index issues_due_newest_of_community_0091 rename to issues_due_newest_of_community;
alter index issues_in_ledger_0091 rename to issues_in_ledger;
alter index issues_in_ledger_of_street_0091 rename to issues_in_ledger_of_street;
alter index issues_in_ledger_of_community_0091 rename to issues_in_ledger_of_community;
alter index issues_in_ledger_of_firm_0091 rename to issues_in_ledger_of_firm;
alter index issues_public_in_ledger_0091 rename to issues_public_in_ledger;
alter index issues_open_in_ledger_0091 rename to issues_open_in_ledger;
alter index issues_open_in_ledger_of_street_0091 rename to issues_open_in_ledger_of_street;
alter index issues_open_in_ledger_of_community_0091 rename to issues_open_in_ledger_of_community;
alter index issues_due_in_ledger_0091 rename to issues_due_in_ledger;
alter index issues_due_in_ledger_of_street_0091 rename to issues_due_in_ledger_of_street;
alter index issues_due_in_ledger_of_community_0091 rename to issues_due_in_ledger_of_community;

analyze issues;
reset role;
