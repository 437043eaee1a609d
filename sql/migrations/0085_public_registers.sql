-- Read by everybody, of every district: in an order that no district leads.
set local role wuye_owner;

create index firms_of_all_by_name on firms (name, id);
create index estates_of_all_by_code on estates (code, id);
create index contracts_of_all_newest on contracts (service_start desc, id desc) where in_force;

-- What was paid in a quarter, told to everybody: from how many estates on a group of them is told.
create index subsidy_run_streets_paid on subsidy_run_streets (paid_at) where paid_at is not null;
create index subsidy_run_firms_paid on subsidy_run_firms (paid_at) where paid_at is not null;
insert into rule_names (name, domain, kind, lowest, highest, units, position)
select 'subsidy_public_least', 'privacy', 'integer', 3, 1000, '{places}', max(position) + 1 from rule_names;
insert into district_rules (district_code, domain, name, value, unit, basis, effective_from) values
    ('*', 'privacy', 'subsidy_public_least', 3, 'places', '推定：少于三个小区的合计不对外公布，以免从中看出单个小区', '2000-01-01');
