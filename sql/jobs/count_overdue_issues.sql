-- every 30 s: issues whose day is past are counted as overdue, some at a time
select issues_count_overdue((now() at time zone 'Asia/Shanghai')::date, 5000, now());
