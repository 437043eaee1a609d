-- every 300 s: complaints that came on each day, where something changed since they were counted
select complaint_days_count(now());
