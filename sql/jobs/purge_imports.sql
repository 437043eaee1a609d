-- every 60 s: an import whose process is gone is marked as failed; rows and problems of an import go thirty days after its end
update imports set state = 'failed', trouble = 'interrupted', finished_at = now()
where finished_at is null and beat_at < now() - interval '3 minutes';

with purged as (
    select district_code, id from imports
    where finished_at < now() - interval '30 days' and purged_at is null
    order by finished_at limit 5 for update skip locked
), rows as (
    delete from import_rows r using purged p where r.district_code = p.district_code and r.import_id = p.id
), problems as (
    delete from import_problems r using purged p where r.district_code = p.district_code and r.import_id = p.id
)
update imports i set purged_at = now() from purged p where i.district_code = p.district_code and i.id = p.id;
