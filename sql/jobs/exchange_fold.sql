-- every 1 s: what was written since goes into the log of changes that the city platform follows
select exchange_fold();
