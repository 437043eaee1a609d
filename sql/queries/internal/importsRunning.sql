-- How many of one user's are under way, or wait; those whose server is gone beat no more.
select count(*) as running
from imports i
where i.district_code = :'district' and i.user_id = :'user_id'::uuid and i.finished_at is null and i.beat_at > clock_timestamp() - interval '3 minutes'
