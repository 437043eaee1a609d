-- every 21600 s: months of the log of changes that are older than thirteen months are dropped
select exchange_retain(13, (now() at time zone 'Asia/Shanghai')::date);
