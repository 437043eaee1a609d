-- every 3600 s: months of the log of changes that are older than the rule exchange_keep_months says are dropped
select exchange_retain((now() at time zone 'Asia/Shanghai')::date);
