-- What comes next in a stream of reminders, each row the body of a message: who has to report what by when, and nothing of anybody else.
select concat('report.', r.stage) as type, r.at as timestamp, r.id as "data.id", concat('report.', r.stage) as "data.type", r.at as "data.at", r.source as "data.source",
       r.report_id as "data.report_id", r.stage as "data.stage", r.title_zh as "data.title_zh", r.title_en as "data.title_en", r.period as "data.period", r.owed_by as "data.owed_by",
       r.org_code as "data.org_code", r.org_name as "data.org_name", r.due_at as "data.due_at", r.log_position as "!position"
from webhook_streams s
join report_reminders r on r.district_code = s.district_code
    and r.log_position < (select events_settled()) and (r.log_position, r.at, r.id) > (s.log_position, s.at, s.update_id)
where s.district_code = :'district' and s.id = :'stream'::uuid
order by r.log_position, r.at, r.id
limit :'limit'::bigint
