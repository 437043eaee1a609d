-- Who has not paid the deposit asked for after dishonesty does not go on (G22); a performance deposit that is overdue is said, and bars where a district says so.
set local role wuye_owner;

insert into eligibility_rules (purpose, reason, bars, position, effective_from, basis) values
    ('bid', 'dishonesty_deposit_unpaid', true, 19, '2020-01-01', '书面保证整改并缴纳保证金之后，方可继续从业（003）'),
    ('award', 'dishonesty_deposit_unpaid', true, 19, '2020-01-01', '书面保证整改并缴纳保证金之后，方可继续从业（003）'),
    ('entry', 'dishonesty_deposit_unpaid', true, 19, '2020-01-01', '书面保证整改并缴纳保证金之后，方可继续从业（003）'),
    ('bid', 'performance_deposit_overdue', false, 20, '2020-01-01', null),
    ('award', 'performance_deposit_overdue', false, 20, '2020-01-01', null),
    ('entry', 'performance_deposit_overdue', false, 20, '2020-01-01', null);

reset role;
