-- Tallies of issues once more, without community, responsible kind and severity: what is asked for without these does not add up all that differ by them alone. Street '*': of all streets together.
set local role wuye_owner;

create table issue_sums (
    district_code text collate "C" not null,
    campaign_id uuid not null,
    ledger text collate "C" not null,
    level text collate "C" not null,
    street_code text collate "C" not null,
    rolled_up boolean not null,
    state text collate "C" not null,
    n bigint not null,
    constraint issue_sums_key primary key (district_code, campaign_id, ledger, level, street_code, rolled_up, state)
);
create index issue_sums_of_street on issue_sums (district_code, street_code) include (campaign_id, ledger, level, rolled_up, state, n);

alter table issue_sums enable row level security;

reset role;
