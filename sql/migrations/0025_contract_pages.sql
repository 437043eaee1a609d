-- The newest contracts of a district are a page of an index, not a sort of all there are.
set local role wuye_owner;

create index contracts_newest on contracts (district_code, service_start desc, id desc);
create index contracts_past_newest on contracts_past (district_code, service_start desc, id desc);
