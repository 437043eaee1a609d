-- By which numbers complaints are counted: what is a repeat, how many callers make a matter of many, what counts towards a rate, how rates weigh.
set local role wuye_owner;

alter table complaint_rules
    add id uuid not null default gen_random_uuid(),
    add created_at timestamptz not null default now(),
    drop constraint complaint_rules_rule_known,
    add constraint complaint_rules_rule_known check (rule in ('returns_max', 'reopen_days', 'repeat_days', 'false_closure_days', 'cluster_days', 'cluster_callers',
        'understanding_counts', 'partly_counts')),
    add constraint complaint_rules_id_unique unique (district_code, id),
    add constraint complaint_rules_value_fits check (case
        when rule in ('understanding_counts', 'partly_counts') then value in (0, 1)
        when rule = 'cluster_callers' then value between 2 and 1000
        when rule in ('repeat_days', 'false_closure_days', 'cluster_days') then value between 1 and 366
        else value >= 0 end);
insert into complaint_rules (district_code, rule, value, source, effective_from) values
    ('*', 'repeat_days', 30, 'assumption: same caller, estate and category; no published number was found', '2020-01-01'),
    ('*', 'false_closure_days', 7, 'Foshan open schema: the same matter again within seven days of closing is a false closure', '2020-01-01'),
    ('*', 'cluster_days', 30, 'assumption: the time in which many callers make one matter; no published number was found', '2020-01-01'),
    ('*', 'cluster_callers', 3, 'assumption: how many callers make a matter of many; no published number was found', '2020-01-01'),
    ('*', 'understanding_counts', 0, 'callback scale of city hotlines: 理解 is not 满意 unless a district says so', '2020-01-01'),
    ('*', 'partly_counts', 0, 'callback scale of city hotlines: 部分解决 is not 已解决 unless a district says so', '2020-01-01');

-- How the three rates make one score out of a hundred. A district's own set stands in place of the common one ('*').
create table complaint_weights (
    district_code text collate "C" not null,
    id uuid not null default gen_random_uuid(),
    name text not null,
    response numeric(5,2) not null,
    solved numeric(5,2) not null,
    satisfied numeric(5,2) not null,
    basis text not null,
    effective_from date not null,
    effective_to date,
    created_at timestamptz not null default now(),
    constraint complaint_weights_key primary key (district_code, id),
    constraint complaint_weights_positive check (response >= 0 and solved >= 0 and satisfied >= 0),
    constraint complaint_weights_hundred check (response + solved + satisfied = 100),
    constraint complaint_weights_period check (effective_to > effective_from),
    constraint complaint_weights_one exclude using gist (district_code with =, daterange(effective_from, effective_to) with &&)
);
insert into complaint_weights (district_code, name, response, solved, satisfied, basis, effective_from) values
    ('*', '准格尔旗', 30, 35, 35, '准格尔旗12345工单考核：响应率30%、解决率35%、满意率35%', '2020-01-01');
alter table complaint_weights enable row level security;

-- Whether two were made by the same caller is asked of many complaints at once: the index answers, and the sealed row is not fetched.
drop index personal.complainants_of_complaint;
create index complainants_of_complaint on personal.complainants (district_code, complaint_id) include (phone_hash);
