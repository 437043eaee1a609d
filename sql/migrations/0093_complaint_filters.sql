-- What is not closed, newest first, with what lists filter by: a few in a hundred of all complaints. An index of states without their time made PostgreSQL read and sort a whole backlog for each page, or
-- walk what is newest through all that is closed, as statistics had it. And categories, whatever the state: a rare one was looked for among all there are.
-- Whoever has tens of millions of complaints makes these indexes before, concurrently (sql/README.md).
set local role wuye_owner;

create index if not exists complaints_waiting on complaints (district_code, received_at desc, id desc, state, urgency, category) where state <> 'closed';
create index if not exists complaints_waiting_of_street on complaints (district_code, street_code, received_at desc, id desc, state, urgency, category) where state <> 'closed';
create index if not exists complaints_waiting_of_community on complaints (district_code, community_code, received_at desc, id desc, state, urgency, category) where state <> 'closed';
create index if not exists complaints_waiting_of_firm on complaints (district_code, firm_id, received_at desc, id desc, state, urgency, category)
    where state <> 'closed' and not secret and not confidential and category is not null;
create index if not exists complaints_by_category on complaints (district_code, category);
create index if not exists complaints_by_category_of_street on complaints (district_code, street_code, category);
create index if not exists complaints_by_category_of_community on complaints (district_code, community_code, category);
create index if not exists complaints_by_category_of_firm on complaints (district_code, firm_id, category) where not secret and not confidential and category is not null;
analyze complaints;

-- Readers go on until here.
drop index complaints_by_state, complaints_by_state_of_street, complaints_by_state_of_community, complaints_by_state_of_firm;

reset role;
