-- Read by everybody, of every district: in an order that no district leads.
set local role wuye_owner;

create index firms_of_all_by_name on firms (name, id);
create index estates_of_all_by_code on estates (code, id);
create index contracts_of_all_newest on contracts (service_start desc, id desc) where in_force;
