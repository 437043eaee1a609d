-- every 3600 s: failures count for a day after the last, and a lock for as long as it says
delete from login_failures
where (district_code, subject_kind, subject) in (
    select district_code, subject_kind, subject from login_failures
    where last_at < now() - interval '1 day' and (locked_until is null or locked_until < now())
    limit 10000 for update skip locked);
