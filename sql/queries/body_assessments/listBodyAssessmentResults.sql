select r.position, r.rank, a.scheme_code, a.cycle, a.period, a.revision, r.body_code, r.body_name, r.points, r.possible, r.percent, r.grade
from body_assessment_results r
join body_assessments a on a.district_code = r.district_code and a.id = r.assessment_id
where must_exist(exists (select from body_assessments a where a.district_code = :'district' and a.id = :'id'::uuid)) and r.district_code = :'district' and r.assessment_id = :'id'::uuid
  and r.position is not null
  and r.position > :'after_key'::bigint -- if cursor
order by r.position -- if sort=position
limit :'limit'::bigint -- if limit
