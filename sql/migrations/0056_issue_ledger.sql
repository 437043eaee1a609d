-- The ledger of issues (攻坚行动整治工作台账, L9, F20–F22): one after another by action, street, community and project, each row found where the one before it ended.
set local role wuye_owner;

-- project: what one number of the ledger stands for. An estate; of what lies in none, the department or whoever else is responsible; the issue itself until there is one.
-- '~' comes after every digit: what is in no street, community or estate stands last.
alter table issues
    add column ledger_no smallint not null generated always as (case ledger when 'environment' then 1 when 'road' then 2 when 'parking' then 3 when 'service' then 4
        when 'facility' then 5 when 'contract' then 6 else 7 end) stored,
    add column project text collate "C" not null generated always as (coalesce(street_code, '~') || '/' || coalesce(community_code, '~') || '/'
        || coalesce(estate_id::text, '~' || md5(coalesce(department, responsible_name, id::text)))) stored;

create index issues_in_ledger on issues (district_code, ledger_no, project, found_on, id);
create index issues_in_ledger_of_campaign on issues (district_code, campaign_id, ledger_no, project, found_on, id) where campaign_id is not null;
create index issues_in_ledger_of_street on issues (district_code, street_code, ledger_no, project, found_on, id);
create index issues_in_ledger_of_community on issues (district_code, community_code, ledger_no, project, found_on, id);
create index issues_in_ledger_of_firm on issues (district_code, responsible_firm_id, ledger_no, project, found_on, id) where responsible_firm_id is not null;

reset role;
