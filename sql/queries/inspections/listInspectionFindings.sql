select f.id, f.inspection_id, f.revision, f.item_code, f.result, f.ledger, f.defect_list, f.defect_code, f.severity, f.complexity, f.place_masked as place, f.problem_masked as problem,
    f.measure_masked as measure, f.withdrawn, f.observed_at, f.issue_id, f.checked_issue_id, f.updated_at
from findings f
where f.district_code = :'district' and f.inspection_id = :'id'::uuid
  and (select must_exist(exists (select from inspections i where i.district_code = :'district' and i.id = :'id'::uuid)))
  and f.result = any(:'result'::text[]) -- if result
  and f.withdrawn = :'withdrawn'::boolean -- if withdrawn
  and f.id > :'after_id'::uuid -- if cursor
order by f.id -- if sort=id
limit :'limit'::bigint -- if limit
