-- The ledger of issues, filled in by hand, comes in as a file: for a campaign, and of a street by itself.
set local role wuye_owner;

alter table imports
    add column campaign_id uuid,
    add column street_code text collate "C", -- whose it is; null: the district's or a firm's
    drop constraint imports_register_known,
    add constraint imports_register_known check (register in ('firms', 'estates', 'contracts', 'staff', 'credit_records', 'issues')),
    add constraint imports_campaign foreign key (district_code, campaign_id) references campaigns,
    add constraint imports_campaign_of_issues check (campaign_id is null or register = 'issues');

reset role;
