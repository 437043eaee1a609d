-- every 600 s: files that were made for a time are deleted when it is over, some at a time
delete from stored_files
where (district_code, id) in (select f.district_code, f.id from stored_files f where f.expires_at < now() order by f.expires_at limit 20 for update skip locked);
