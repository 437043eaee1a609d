-- So many of one user's may be under way, or wait; what nobody signed in began is not counted.
with begun as (
    insert into imports (district_code, id, register, dry_run, on_error, media, file_name, file_sha256, file_bytes, user_id, user_name, role, firm_id, street_code, campaign_id, started_at, beat_at)
    select :'district', :'id'::uuid, :'register', :'dry_run'::boolean, :'on_error', :'media', :'file_name', :'file_sha256', :'file_bytes'::bigint,
           :'user_id'::uuid, :'user_name', :'role', :'firm'::uuid, :'street', :'campaign_id'::uuid, :'now'::timestamptz, clock_timestamp()
    where :'user_id'::uuid is null or imports_under_way(:'user_id'::uuid) < :'most'::integer
    returning id
)
select b.id, refused(case when b.id is null then 'too_many_requests' end) as "!problem"
from (values (1)) one (row)
left join begun b on true
