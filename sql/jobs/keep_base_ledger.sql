-- every 600 s: the base ledger of the day before is kept, once it is over for an hour
select base_ledger_keep(now());
