-- A reward names an honour that is there; and whom money was promised to is found by the account that it reached.
set local role wuye_owner;

alter table fund_commitments add constraint fund_commitments_honour foreign key (district_code, honour_id) references honours;
create index fund_commitments_of_recipient on fund_commitments (district_code, recipient_kind, recipient_id, proposed_at);

reset role;
