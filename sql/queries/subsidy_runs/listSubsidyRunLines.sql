-- In the order of streets and of the estates' codes.
select l.number, l.estate_id as "estate.id", l.estate_code as "estate.code", l.estate_name as "estate.name", l.street_code, l.community_code, l.firm_id, l.mode, l.class, l.area_m2, l.rate,
    l.total_amount, l.had_amount, l.amount, l.score, l.coefficient, l.total_paid, l.had_paid, l.paid_amount
from subsidy_run_lines l
where l.district_code = :'district' and l.run_id = :'id'::uuid
  and (select must_exist(exists (select from subsidy_runs r where r.district_code = :'district' and r.id = :'id'::uuid)))
  and l.street_code = :'street_code'::text -- if street_code
  and l.community_code = :'community_code'::text -- if community_code
  and l.estate_id = :'estate_id'::uuid -- if estate_id
  and l.firm_id = :'firm_id'::uuid -- if firm_id
  and l.class = :'class'::text -- if class
  -- Those without a score are hashed whatever the planner takes the number of scores for; neither id is ever null where it counts.
  and (l.firm_id is not null and l.total_amount > 0 and (l.estate_id, l.firm_id) not in ( -- if without_score
      select s.estate_id, s.firm_id from subsidy_runs r cross join lateral assessment_month_scores(r.month) s -- if without_score
      where r.district_code = :'district' and r.id = :'id'::uuid)) = :'without_score'::boolean -- if without_score
  and l.number > :'after_key'::integer -- if cursor
order by l.number -- if sort=number
limit :'limit'::bigint -- if limit
