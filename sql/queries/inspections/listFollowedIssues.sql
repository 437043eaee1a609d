-- F28: what the first inspection found, as far as the caller sees it, and what this one says of it.
select u.id, u.state, u.ledger, u.defect_list, u.defect_code, u.severity, u.place_masked as place, u.problem_masked as problem, u.due_on, u.times_recorded, u.round, f.id as finding_id,
    case f.result when 'problem' then true when 'passed' then false end as still_there
from inspections i
cross join lateral inspection_issues(i.follow_up_of) k
join issues u on u.district_code = i.district_code and u.id = k.issue_id
left join lateral (
    select f.id, f.result from findings f
    where f.district_code = i.district_code and f.inspection_id = i.id and f.checked_issue_id = u.id and not f.withdrawn
    order by f.observed_at desc, f.id limit 1
) f on true
where i.district_code = :'district' and i.id = :'id'::uuid
  and (select must_exist(exists (select from inspections o where o.district_code = :'district' and o.id = :'id'::uuid)))
  and u.id > :'after_id'::uuid -- if cursor
order by u.id -- if sort=id
limit :'limit'::bigint -- if limit
