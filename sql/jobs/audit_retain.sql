-- every 3600 s: months of the trail that are older than the rule audit_keep_months says, and sealed, are put away
select audit_retain((now() at time zone 'Asia/Shanghai')::date);
