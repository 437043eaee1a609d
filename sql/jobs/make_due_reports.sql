-- every 60 s: what is to be reported for a period that begins, once a day for each standing duty; what has become due soon or late is told of
select due_reports_make_all(now());
select report_reminders_tell(now());
