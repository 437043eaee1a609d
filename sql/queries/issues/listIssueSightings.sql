-- Which complaint it was only where the caller reads that one.
select s.id, s.source, s.finding_id, (select k.id from complaints k where k.district_code = s.district_code and k.id = s.complaint_id) as complaint_id, s.problem, s.recorded_on, s.recorded_by, s.recorded_at
from issue_sightings s
where s.district_code = :'district' and s.issue_id = :'id'::uuid
  and (select must_exist(exists (select from issue_finds i where i.id = :'id'::uuid)))
  and (s.recorded_at, s.id) > (:'after_key'::timestamptz, :'after_id'::uuid) -- if cursor
order by s.recorded_at, s.id -- if sort=recorded_at
limit :'limit'::bigint -- if limit
