-- every 300 s: the month before is frozen where the district's day has come
select exchange_months_due(now());
