-- every 60 s: what is to be reported for a period that begins, once a day for each standing duty
select due_reports_make_all(now());
