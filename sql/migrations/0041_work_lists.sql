-- What was returned is dispatched again by whoever reads that list, newest first: few, and of a city as quick to find as of a small district. Sorting all of a state's
-- grows with the district. None of these four is written to when a ticket comes in.
set local role wuye_owner;

create index complaints_returned on complaints (district_code, received_at desc, id desc) where state = 'returned';
create index complaints_returned_of_street on complaints (district_code, street_code, received_at desc, id desc) where state = 'returned';
create index complaints_returned_of_community on complaints (district_code, community_code, received_at desc, id desc) where state = 'returned';
create index complaints_returned_of_firm on complaints (district_code, firm_id, received_at desc, id desc)
    where state = 'returned' and not secret and not confidential and category is not null;

-- What is in hand and has a limit, newest first: what is overdue is told apart within the index, however many are on time.
create index complaints_open on complaints (district_code, received_at, id, handle_by) where handle_by < 'infinity';
create index complaints_open_of_street on complaints (district_code, street_code, received_at, id, handle_by) where handle_by < 'infinity';
create index complaints_open_of_community on complaints (district_code, community_code, received_at, id, handle_by) where handle_by < 'infinity';
create index complaints_open_of_firm on complaints (district_code, firm_id, received_at, id, handle_by)
    where handle_by < 'infinity' and not secret and not confidential and category is not null;
